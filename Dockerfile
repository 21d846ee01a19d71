# Untested: written where no container engine is at hand.
# docker build -t plant47 . && docker run --network host plant47 up --plant two-pumps --no-engine
# Host networking, since the plant listens on loopback unless --access says who may connect.
FROM node:24-slim
WORKDIR /plant47
COPY . .
RUN npm ci && npm run build
ENTRYPOINT ["node", "scenarios/bin/plant47.mjs"]
CMD ["up"]
