package dev.plumbline.storage;

import dev.plumbline.testkit.contract.StorageContract;

class InMemoryStorageContractTest extends StorageContract {
    @Override
    protected Storage create() {
        return new InMemoryStorage();
    }
}
