// GUIDE: List Containers with Pagination -> Update Container Configuration
(async () => {
    const page = await listContainers('http://localhost:8080', auth);
    const assert = require('assert');
    assert.strictEqual(page.length, 50);
    assert.ok(page.every((container) => container.cuid && container.status));
})();
