"""A test of a Modbus client against the plant; the client here is a dozen lines of its own."""
import socket
import struct


def read_inputs(port, unit, address, count):
    with socket.create_connection(("127.0.0.1", port), timeout=5) as link:
        link.sendall(struct.pack(">HHHBBHH", 1, 0, 6, unit, 4, address, count))
        answer = b""
        while len(answer) < 9 + 2 * count:
            answer += link.recv(512)
        return struct.unpack(f">{count}H", answer[9 : 9 + 2 * count])


def scan_number(port, unit):
    high, low = read_inputs(port, unit, 1, 2)
    return high * 65536 + low


def test_the_scan_goes_on_with_simulated_time(plant):
    before = scan_number(plant.modbus_port, 161)
    plant.advance(60)
    assert scan_number(plant.modbus_port, 161) - before == 60
