package dev.sm.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import dev.sm.testkit.RedisServerFixture;
import dev.sm.testkit.TcpProxyFixture;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One instance writes numbers that grow to one key, another one reads them, until told to
 * stop; tells how long before a read the oldest write was acknowledged that it does not
 * show.
 */
final class StaleReads {

	private final AtomicBoolean stop = new AtomicBoolean();

	private final List<Long> written = new ArrayList<>();

	private final Queue<long[]> reads = new ConcurrentLinkedQueue<>();

	private final ShardedTemplate reader;

	private final CompletableFuture<Void> work;

	StaleReads(ShardedTemplate writer, ShardedTemplate reader) {
		this.reader = reader;
		this.work = CompletableFuture.allOf(run(() -> write(writer)), run(this::read), run(this::read));
	}

	private static CompletableFuture<Void> run(Runnable task) {
		return CompletableFuture.runAsync(task, (work) -> new Thread(work).start());
	}

	private void write(ShardedTemplate writer) {
		for (long value = 1; !this.stop.get(); value++) {
			while (!wrote(writer, value)) {
				LockSupport.parkNanos(1_000_000);
			}
			this.written.add(System.nanoTime());
			LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(10_000_000));
		}
	}

	/**
	 * A connection that is killed may have been this one; the same value again is no
	 * harm.
	 */
	private static boolean wrote(ShardedTemplate writer, long value) {
		try {
			writer.set("k", value);
			return true;
		}
		catch (DataAccessException ex) {
			return false;
		}
	}

	private void read() {
		while (!this.stop.get()) {
			long asked = System.nanoTime();
			try {
				Long value = this.reader.get("k", Long.class);
				this.reads.add(new long[] { (value != null) ? value : 0, asked });
			}
			catch (DataAccessException ex) {
				// a read that fails shows nothing
			}
			LockSupport.parkNanos(500_000);
		}
	}

	/**
	 * Kills and cuts connections, stops packets and lets a server sleep, by turns.
	 * @param server the server of the node that is disturbed
	 * @param proxies what the reader reaches its nodes by
	 * @param node the place of that node's among them
	 * @param kind which of these
	 */
	static void disturb(RedisServerFixture server, List<TcpProxyFixture> proxies, int node, int kind) {
		LockSupport.parkNanos(150_000_000);
		switch (kind) {
			case 0 -> server.execute("CLIENT", "KILL", "TYPE", "normal");
			case 1 -> proxies.forEach(TcpProxyFixture::cut);
			case 2 -> {
				server.pause();
				LockSupport.parkNanos(300_000_000);
				server.resume();
			}
			default -> {
				TcpProxyFixture proxy = proxies.get(node);
				proxy.hold();
				LockSupport.parkNanos(500_000_000);
				proxy.cut();
				proxy.release();
			}
		}
	}

	/**
	 * Ends, and judges: nothing is as stale as the bound, though much came from memory.
	 */
	void end(String what, long bound) {
		this.stop.set(true);
		this.work.join();
		NearCaching.Counts counts = this.reader.near().orElseThrow();
		long worst = worst();
		System.out.printf("%s: %d writes, %d reads, %s, stalest %.1f ms of %d ms%n", what, this.written.size(),
				this.reads.size(), counts, worst / 1e6, bound / 1_000_000);
		assertThat(worst).isLessThan(bound);
		assertThat(counts.hits()).isGreaterThan(100);
		assertThat(counts.losses()).isGreaterThan(5);
	}

	private long worst() {
		long worst = 0;
		for (long[] read : this.reads) {
			if (read[0] < this.written.size()) {
				worst = Math.max(worst, read[1] - this.written.get((int) read[0]));
			}
		}
		return worst;
	}

}
