package dev.plumbline.daemon.verdicts;

import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.documents.Page;
import dev.plumbline.documents.Search;
import dev.plumbline.documents.Write;
import dev.plumbline.documents.WriteOutcome;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.testkit.fault.ForwardingDocuments;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Documents that outlive a gate and fail when told to: some calls before anything was written, some after. */
final class FailingDocuments extends ForwardingDocuments {
    volatile BooleanSupplier failsBefore = () -> false;
    volatile BooleanSupplier failsAfter = () -> false;

    FailingDocuments() {
        super(new InMemoryDocuments());
    }

    private static void fail(BooleanSupplier fails) {
        if (fails.getAsBoolean()) {
            throw PlumblineException.resource("the disk is full", null);
        }
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        fail(failsBefore);
        List<WriteOutcome> outcomes = super.write(writes);
        fail(failsAfter);
        return outcomes;
    }

    @Override
    public Page search(Search search) {
        fail(failsBefore);
        return super.search(search);
    }
}
