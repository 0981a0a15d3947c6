import asyncio
import builtins

import aioconsole

# what the operator types, each line once the text before it has been shown
typed = [
    ("Connected to container.", "echo answer-$((40 + 2))"),
    ("answer-42", "sh -c 'echo rea''dy; exec sleep 1000'"),
    ("ready", "!INT"),
    ("", "echo status-$?"),
    ("status-130", "stty size"),
    ("24 80", "exit"),
]
shown = ""
news = asyncio.Event()


def print(*words, **options):
    global shown
    shown += " ".join(str(word) for word in words) + options.get("end", "\n")
    news.set()
    builtins.print(*words, **options)


async def ainput():
    awaited, line = typed.pop(0)
    while awaited not in shown:
        news.clear()
        await asyncio.wait_for(news.wait(), 30)
    return line


aioconsole.ainput = ainput

# GUIDE: Interactive Terminal Session -> Non-Interactive Command Execution
assert not typed, typed
assert "[ERROR]" not in shown and "Error:" not in shown, shown
