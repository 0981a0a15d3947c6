const assert = require('assert');
const axios = require('axios');
const fs = require('fs');

// GUIDE: Download Files -> WebSocket Integration
(async () => {
    const [cuid] = process.argv.slice(2);
    const base = 'http://localhost:8080';
    const auth = Buffer.from('admin:password').toString('base64');
    await downloadFile(base, cuid, 'data/config.json', auth);
    assert.strictEqual(fs.readFileSync('downloaded_file', 'utf8'), '{"setting": "value"}');
    await downloadDirectory(base, cuid, 'data', auth);
    const refused = await downloadFile(base, cuid, '../compose.yaml', auth).catch((error) => error.response);
    assert.strictEqual(refused.status, 400);
    // an answer that nobody reads keeps the program from ending
    refused.data.destroy();
})();
