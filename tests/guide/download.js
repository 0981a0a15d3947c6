const axios = require('axios');

// GUIDE: Download Files -> WebSocket Integration
(async () => {
    const fs = require('fs');
    const assert = require('assert');
    const [cuid] = process.argv.slice(2);
    const auth = Buffer.from('admin:password').toString('base64');
    await downloadFile('http://localhost:8080', cuid, 'data/config.json', auth);
    assert.strictEqual(fs.readFileSync('downloaded_file', 'utf8'), '{"setting": "value"}');
    await assert.rejects(downloadFile('http://localhost:8080', cuid, '../compose.yaml', auth));
    // nobody has read the refusal, which would keep the connection and with it this program
    process.exit();
})();
