package dev.plumbline.daemon.api.verdicts;

import dev.plumbline.daemon.verdicts.AnalysisService;
import dev.plumbline.daemon.verdicts.AnalysisView;
import dev.plumbline.daemon.verdicts.JsonObject;
import io.micronaut.http.sse.Event;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** The changes of one analysis as server-sent events for one client; a client that is slow misses what lies between. */
final class EventStream implements Publisher<Event<String>>, AnalysisService.Follower {
    private @Nullable Subscriber<? super Event<String>> client; // all guarded by this
    private long demand;
    private boolean gone;
    private boolean complete;
    private @Nullable String problem;

    @Override
    public void subscribe(Subscriber<? super Event<String>> subscriber) {
        synchronized (this) {
            client = subscriber;
        }
        subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {
                requested(n);
            }

            @Override
            public void cancel() {
                leave();
            }
        });
    }

    private synchronized void requested(long n) {
        demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
        sayProblem();
    }

    private synchronized void leave() {
        gone = true;
    }

    /** Says why there is nothing to follow, and ends. */
    synchronized void problem(String detail) {
        problem = detail;
        sayProblem();
    }

    private void sayProblem() {
        String detail = problem;
        if (detail != null && send("problem", JsonObject.write(json -> json.writeStringProperty("detail", detail)))) {
            problem = null;
            ended();
        }
    }

    private boolean send(String name, String data) {
        if (client == null || gone || demand < 1) {
            return false;
        }
        demand--;
        client.onNext(Event.of(data).name(name));
        return true;
    }

    @Override
    public synchronized boolean changed(AnalysisView view) {
        return send(view.ended() ? "verdict" : "progress", view.json());
    }

    @Override
    public synchronized void ended() {
        if (client != null && !complete && !gone) {
            complete = true;
            client.onComplete();
        }
    }

    @Override
    public synchronized boolean isGone() {
        return gone;
    }
}
