"""Six sigma over the learning window on every vibration point. MQTT, mode W; needs paho-mqtt."""
import json, os, statistics, urllib.parse
import paho.mqtt.client as mqtt

url, team = urllib.parse.urlparse(os.environ["PLANT47_MQTT_URL"]), os.environ["PLANT47_TEAM"]
run, learn_until, learned, limit, high, raised, seq = "", 0, {}, {}, {}, set(), 0

def say(client, kind, body):
    client.publish(f"plant47/v1/{run}/claims/{team}/{kind}", json.dumps(body), qos=1)

def judge(client, point, value, sim_ts):
    global seq
    if sim_ts < learn_until:
        return learned.setdefault(point, []).append(value)
    if point not in limit:
        limit[point] = statistics.mean(learned[point]) + 6 * statistics.stdev(learned[point])
    high[point] = high.get(point, 0) + 1 if value > limit[point] else 0
    if high[point] == 3 and point not in raised:
        raised.add(point)
        asset, component, _ = point.split(".")
        seq += 1
        say(client, "alarm", {"schema": "alarm/1", "run": run, "seq": seq, "dataTs": sim_ts, "asset": asset,
            "component": component, "alarmId": point, "state": "raised", "priority": 2, "hypotheses": []})

def on_message(client, _, message):
    global run, learn_until
    if message.topic == "plant47/v1/runs/current":
        run = message.payload.decode()
        client.subscribe([(f"plant47/v1/{run}/manifest", 0), ("+/+/+/+/vibration/data", 0), (f"plant47/v1/{run}/clock", 0)])
        return
    body = json.loads(message.payload)
    if message.topic.endswith("/manifest"):
        learn_until = body["learningUntil"]
    elif message.topic.endswith("/data"):
        for point, (value, quality) in body["points"].items():
            if quality == 192 and point.endswith(("velocity", "acceleration")):
                judge(client, point, value, body["simTs"])
    elif body["state"] == "end":
        client.disconnect()
    else:
        say(client, "heartbeat", {"watermark": body["completeTo"]})

client = mqtt.Client(*([mqtt.CallbackAPIVersion.VERSION1] if hasattr(mqtt, "CallbackAPIVersion") else []))
client.on_connect = lambda c, *_: c.subscribe("plant47/v1/runs/current")
client.on_message = on_message
client.connect(url.hostname, url.port)
client.loop_forever()
