#!/bin/sh
# Starts the plant, then a client, and ends with the plant's verdict on it:
#   gateway-test.sh my-gateway --config ci.toml
# The client finds the plant by MODBUS_PORT and MQTT_PORT on 127.0.0.1. Exit codes: 0 passed,
# 1 a requirement failed. junit.xml and summary.md say which; a red run names its capture.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
ready=$(mktemp -d)/ready.json
${PLANT47:-npx --no-install plant47} run "${SCENARIO:-$here/gateway.yaml}" --no-engine \
  --seed "${SEED:-42}" --rate "${RATE:-1}" --ready-file "$ready" \
  --junit "${JUNIT:-junit.xml}" --summary "${SUMMARY:-summary.md}" &
plant=$!
until [ -s "$ready" ]; do
  kill -0 "$plant" || wait "$plant"
  sleep 0.1
done
ports=$(sed -n 's/.*"port": *\([0-9]*\).*/\1/p' "$ready")
MODBUS_PORT=$(echo "$ports" | head -n 1) MQTT_PORT=$(echo "$ports" | tail -n 1) "$@" &
client=$!
verdict=0
wait "$plant" || verdict=$?
kill "$client" 2>/dev/null || true
exit "$verdict"
