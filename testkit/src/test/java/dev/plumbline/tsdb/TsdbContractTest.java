package dev.plumbline.tsdb;

import dev.plumbline.storage.Storage;
import dev.plumbline.testkit.contract.StorageContract;
import dev.plumbline.testkit.fault.FaultyDisk;
import dev.plumbline.time.VirtualTime;
import java.nio.file.Path;

class TsdbContractTest extends StorageContract {
    @Override
    protected Storage create() {
        return Tsdb.open(TsdbOptions.defaults(Path.of("/data")), new VirtualTime(0), new FaultyDisk(1), e -> {});
    }
}
