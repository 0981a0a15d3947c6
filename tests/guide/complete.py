import builtins

shown = []


def print(*words, **options):
    shown.append(" ".join(str(word) for word in words))
    builtins.print(*words, **options)


# GUIDE: Here's a full example that creates a container, uploads code, executes it, and cleans up: -> Support
output = [line.removeprefix("[OUT] ") for line in shown if line.startswith("[OUT] ")]
iterations = "".join(f"Iteration {n}\n" for n in range(1, 6))
cuid = shown[0].removeprefix("Created container: ")
expected = f"Hello from container {cuid}\nEnvironment: production\n{iterations}Done!\n"
assert "".join(output) == expected, shown
assert not [line for line in shown if line.startswith("[ERR] ")], shown
assert shown[-1] == "Container deleted", shown
