package dev.plumbline.daemon.alerting;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.Filter;
import dev.plumbline.documents.Page;
import dev.plumbline.documents.Search;
import dev.plumbline.model.PlumblineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Reads the documents of an earlier process and hands them to whom they belong to, once. */
final class Restoration {
    private static final int PAGE = 1_000;
    private final Documents documents;
    private final Core core;
    private final Lock state;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile boolean done;

    Restoration(Documents documents, Core core, Lock state) {
        this.documents = documents;
        this.core = core;
        this.state = state;
    }

    boolean isDone() {
        return done;
    }

    /** Reads everything first and applies it then, so that a failure in between changes nothing. */
    void run(Alerts alerts, Groups groups, Queues queues) {
        reading.lock();
        try {
            if (done) {
                return;
            }
            List<Document> keptAlerts = read(Draft.ALERT);
            List<Document> keptGroups = read(Draft.GROUP);
            List<Document> keptQueues = read(Draft.DELIVERY);
            state.lock();
            try {
                keptAlerts.forEach(each(document -> alerts.adopt(AlertDocuments.readAlert(document, core))));
                keptGroups.forEach(each(document -> groups.adopt(AlertDocuments.readGroup(document))));
                keptQueues.forEach(each(document -> queues.adopt(queues.documents().read(document))));
                core.journal().open();
                done = true;
            } finally {
                state.unlock();
            }
        } finally {
            reading.unlock();
        }
    }

    /** One damaged document is told and left alone; the others count. */
    private Consumer<Document> each(Consumer<Document> adopt) {
        return document -> {
            try {
                adopt.accept(document);
            } catch (PlumblineException | IllegalArgumentException e) {
                core.log().error(BoundedLog.Topic.RESTORE, "left out of the state of alerts: " + e.getMessage());
            }
        };
    }

    private List<Document> read(String kind) {
        var all = new ArrayList<Document>();
        Search search = Search.of(kind, new Filter.All(), PAGE);
        try {
            while (true) {
                Page page = documents.search(search);
                all.addAll(page.documents());
                Optional<Search.Cursor> next = page.next();
                if (next.isEmpty()) {
                    return all;
                }
                search = search.after(next.get());
            }
        } catch (PlumblineException e) {
            throw e;
        } catch (RuntimeException e) {
            throw PlumblineException.resource("reading the documents of kind " + kind + " failed: " + e, e);
        }
    }
}
