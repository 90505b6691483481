package dev.plumbline.documents;

import dev.plumbline.testkit.contract.DocumentsContract;

class InMemoryDocumentsTest extends DocumentsContract {
    @Override
    protected Documents create() {
        return new InMemoryDocuments();
    }
}
