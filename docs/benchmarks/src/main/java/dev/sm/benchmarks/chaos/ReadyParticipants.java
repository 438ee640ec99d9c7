package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.Set;

/**
 * Which participants get requests, as a Service of Kubernetes has it: those whose
 * readiness probe was answered well when it was sent last, once a second. Thread-safe.
 */
final class ReadyParticipants implements AutoCloseable {

	static final Duration PERIOD = Duration.ofSeconds(1);

	private final Http http = new Http(Duration.ofSeconds(5));

	private final Set<Participant> ready = new CopyOnWriteArraySet<>();

	private volatile boolean closed;

	ReadyParticipants(List<Participant> participants) {
		for (Participant participant : participants) {
			Thread thread = new Thread(() -> probe(participant), "probe-" + participant);
			thread.setDaemon(true);
			thread.start();
		}
	}

	private void probe(Participant participant) {
		while (!this.closed) {
			if (isReady(participant)) {
				this.ready.add(participant);
			}
			else {
				this.ready.remove(participant);
			}
			Waits.sleep(PERIOD.toMillis());
		}
	}

	private boolean isReady(Participant participant) {
		try {
			return this.http.status(participant.server(), "/actuator/health/readiness") == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	List<Participant> all() {
		return new ArrayList<>(this.ready);
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
