// GUIDE: Non-Interactive Command Execution -> Error Handling
(async () => {
    const assert = require('assert');
    const listed = await executor.execute('ls -la /app');
    assert.strictEqual(listed.exitCode, 0);
    assert.ok(listed.stdout.includes('notes.txt'), listed.stdout);
    assert.strictEqual(listed.stderr, '');
    const failed = await executor.execute('echo "é out"; echo err >&2; sh -c "exit 3"');
    assert.deepStrictEqual(failed, { exitCode: 3, stdout: 'é out\n', stderr: 'err\n' });
    const nowhere = new ContainerExecutor(
        'localhost:8080', process.argv[2], 'admin', 'password');
    await assert.rejects(nowhere.execute('ls'), /Start it first/);
})();
