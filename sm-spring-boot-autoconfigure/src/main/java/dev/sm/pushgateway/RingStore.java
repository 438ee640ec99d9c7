package dev.sm.pushgateway;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import dev.sm.coordination.CommitResult;
import dev.sm.coordination.CoordinationException;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Keys;
import dev.sm.coordination.Snapshot;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.Watch;
import dev.sm.coordination.WatchEvent;
import dev.sm.coordination.WatchListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ring that all instances of the layer share, in the coordination store. Follows it
 * by a watch, which is begun anew after a gap.
 */
final class RingStore implements WatchListener {

	private static final Logger logger = LoggerFactory.getLogger(RingStore.class);

	private final CoordinationStore store;

	private final String key;

	private final PushgatewayRouter router;

	private @Nullable Watch watch;

	RingStore(CoordinationStore store, String prefix, String name, PushgatewayRouter router) {
		this.store = store;
		this.key = Keys.child(Keys.child(prefix, "pushgateways"), name);
		this.router = router;
	}

	/** Reads the ring if nothing tells of its changes at present. */
	void follow() {
		synchronized (this) {
			if (this.watch != null) {
				return;
			}
		}
		Snapshot snapshot = answer(this.store.list(this.key));
		snapshot.entries().forEach(this::take);
		synchronized (this) {
			this.watch = this.store.watch(this.key, snapshot.revision(), this);
		}
	}

	/**
	 * Replaces the ring, if it is still the one that this instance knows.
	 * @param ring the ring
	 * @return whether it was
	 */
	boolean replace(Ring ring) {
		CommitResult result = answer(this.store.commit(Transaction.builder()
			.ifUnchanged(this.key, this.router.revision())
			.put(this.key, ring.encode())
			.build()));
		Entry now = answer(this.store.get(this.key));
		if (now != null) {
			take(now);
		}
		return result.applied();
	}

	private static <T> T answer(CompletionStage<T> stage) {
		try {
			return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CoordinationException("interrupted", ex);
		}
		catch (Exception ex) {
			throw new CoordinationException("the ring of gateways could not be read or written: " + ex.getMessage(),
					ex);
		}
	}

	private synchronized void take(Entry entry) {
		if (entry.key().equals(this.key) && entry.revision() != this.router.revision()) {
			try {
				Ring ring = Ring.decode(entry.value());
				logger.info("Gateways that take groups: {}", ring.members().keySet());
				this.router.use(ring, entry.revision());
			}
			catch (IllegalArgumentException ex) {
				logger.error("The ring of gateways in '{}' cannot be read and is passed over: {}", this.key,
						ex.getMessage());
			}
		}
	}

	@Override
	public void onEvents(List<WatchEvent> events, long revision) {
		for (WatchEvent event : events) {
			if (event.entry() != null) {
				take(event.entry());
			}
		}
	}

	@Override
	public synchronized void onGap(String reason) {
		this.watch = null;
	}

	synchronized void close() {
		if (this.watch != null) {
			this.watch.close();
		}
	}

}
