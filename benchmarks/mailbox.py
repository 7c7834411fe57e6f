"""A mail server that accepts everything and records the time: python -m benchmarks.mailbox."""

import asyncio
import sys
import time
from pathlib import Path

REPLIES = {b"EHLO": b"250 mailbox\r\n", b"MAIL": b"250 OK\r\n", b"RCPT": b"250 OK\r\n", b"RSET": b"250 OK\r\n"}


async def main(log: Path) -> None:
    """Serve until killed; prints its port, and writes `seconds Message-ID` for each accepted mail."""
    with log.open("w") as lines:

        async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"220 mailbox\r\n")
            while line := await reader.readline():
                verb = line[:4].upper()
                if verb == b"DATA":
                    writer.write(b"354 go on\r\n")
                    content = await reader.readuntil(b"\r\n.\r\n")
                    name = content.partition(b"Message-ID: <")[2].partition(b"@")[0].decode()
                    lines.write(f"{time.time():.6f} {name}\n")
                    lines.flush()
                    writer.write(b"250 OK\r\n")
                elif verb == b"QUIT":
                    writer.write(b"221 bye\r\n")
                    break
                else:
                    writer.write(REPLIES.get(verb, b"500 what\r\n"))
            writer.close()

        server = await asyncio.start_server(take, "127.0.0.1", 0, limit=2**20)
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
