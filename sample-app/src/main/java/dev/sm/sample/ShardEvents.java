package dev.sm.sample;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.sm.shard.Shard;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * Writes down what this instance is told about its shards and what it believes to hold,
 * for an observer outside that compares instances. Only with {@code sample.events=FILE}.
 * <p>
 * A line is {@code WALL BEFORE AFTER EVENT SHARD EPOCH HELD}: the time of day in
 * milliseconds, and the monotonic nanoseconds (common to all processes of one machine)
 * just before and just after {@code held()} was asked. Events are ADD and DROP (the
 * handler was called), ACQUIRED and LOST (the probe saw the answer change), and PROBE
 * without the rest: whatever was held before still is.
 */
@Component
@ConditionalOnProperty("sample.events")
class ShardEvents implements DisposableBean {

	private static final long PROBE_MILLIS = 20;

	private final Set<Shard> watched = ConcurrentHashMap.newKeySet();

	private final Set<Shard> dropped = ConcurrentHashMap.newKeySet();

	private final Set<Shard> held = ConcurrentHashMap.newKeySet();

	private final ScheduledExecutorService prober = Executors
		.newSingleThreadScheduledExecutor((task) -> new Thread(task, "shard-events"));

	private final BufferedWriter out;

	ShardEvents(SampleProperties properties) throws IOException {
		this.out = Files.newBufferedWriter(Path.of(properties.events()), StandardOpenOption.CREATE,
				StandardOpenOption.APPEND);
		this.prober.scheduleWithFixedDelay(this::probe, 0, PROBE_MILLIS, TimeUnit.MILLISECONDS);
	}

	void added(Shard shard) {
		this.watched.add(shard);
		handlerCalled("ADD", shard);
	}

	void dropped(Shard shard) {
		handlerCalled("DROP", shard);
		this.dropped.add(shard);
	}

	private void handlerCalled(String event, Shard shard) {
		long before = System.nanoTime();
		boolean held = shard.held();
		write(before, event, shard.id() + " " + shard.epoch() + " " + held);
	}

	private void probe() {
		long before = System.nanoTime();
		this.watched.forEach(this::ask);
		write(before, "PROBE", "");
	}

	private void ask(Shard shard) {
		long before = System.nanoTime();
		boolean held = shard.held();
		if (held && this.held.add(shard)) {
			write(before, "ACQUIRED", shard.id() + " " + shard.epoch() + " true");
		}
		else if (!held && this.held.remove(shard)) {
			write(before, "LOST", shard.id() + " " + shard.epoch() + " false");
		}
		if (!held && this.dropped.remove(shard)) {
			this.watched.remove(shard);
		}
	}

	private synchronized void write(long before, String event, String rest) {
		long after = System.nanoTime();
		try {
			this.out.write(System.currentTimeMillis() + " " + before + " " + after + " " + event + " " + rest + "\n");
			// at once: whoever is killed has said what it did
			this.out.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void destroy() throws IOException, InterruptedException {
		this.prober.shutdown();
		this.prober.awaitTermination(1, TimeUnit.SECONDS);
		synchronized (this) {
			this.out.close();
		}
	}

}
