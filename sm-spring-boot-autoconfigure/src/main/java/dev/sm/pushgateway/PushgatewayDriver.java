package dev.sm.pushgateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import dev.sm.coordination.CoordinationStore;
import dev.sm.shard.Shard;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.client.RestClient;

/**
 * Follows the ring of gateways on every instance. Where the shard of the clean-up is
 * held, it also decides the ring and removes what is left of groups elsewhere: a gateway
 * takes groups once nothing older than what others have is on it. Thread-safe.
 */
public final class PushgatewayDriver implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(PushgatewayDriver.class);

	private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

	private final PushgatewayRouter router;

	private final RingStore ringStore;

	private final Gateways gateways;

	private final Supplier<Map<String, Integer>> discovery;

	private final Duration settle;

	private final Membership membership = new Membership();

	private final ScheduledThreadPoolExecutor loop;

	private final ExecutorService probes;

	private final AtomicLong removed = new AtomicLong();

	private final AtomicLong told = new AtomicLong();

	private volatile @Nullable Shard shard;

	private volatile Map<String, Integer> candidates = Map.of();

	private volatile CleanUp last = new CleanUp(List.of(), 0, 0);

	private Ring lastRing = Ring.EMPTY;

	private long changedAt = System.nanoTime();

	private long cleanAt = System.nanoTime();

	private Duration pause;

	/**
	 * Creates a driver that does nothing yet.
	 * @param store where the instances of the layer agree on the ring
	 * @param prefix the path in the store below which everything is
	 * @param name the name of the service that the gateways are
	 * @param router is told the ring
	 * @param discovery tells the gateways that there are, host and port each, with their
	 * weights; may throw, and then nothing changes
	 * @param rest asks gateways; has time limits
	 * @param settle how long the ring stays as it is before copies are removed, so that
	 * all instances know it
	 */
	public PushgatewayDriver(CoordinationStore store, String prefix, String name, PushgatewayRouter router,
			Supplier<Map<String, Integer>> discovery, RestClient rest, Duration settle) {
		this(new RingStore(store, prefix, name, router), router, discovery, new HttpGateways(rest), settle);
	}

	PushgatewayDriver(RingStore ringStore, PushgatewayRouter router, Supplier<Map<String, Integer>> discovery,
			Gateways gateways, Duration settle) {
		this.router = router;
		this.ringStore = ringStore;
		this.discovery = discovery;
		this.gateways = gateways;
		this.settle = settle;
		this.pause = settle;
		ThreadFactory threads = (task) -> {
			Thread thread = new Thread(task, "sm-pushgateway");
			thread.setDaemon(true);
			return thread;
		};
		this.loop = new ScheduledThreadPoolExecutor(1, threads);
		this.probes = Executors.newCachedThreadPool(threads);
	}

	/**
	 * Begins.
	 * @param interval how often gateways are asked whether they live
	 */
	public void start(Duration interval) {
		this.loop.scheduleWithFixedDelay(this::safely, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** Looks at the gateways now: discovery has told of a change. */
	public void wakeUp() {
		if (!this.loop.isShutdown()) {
			this.loop.execute(this::safely);
		}
	}

	/**
	 * Takes the shard of the clean-up, or gives it back.
	 * @param shard the shard, or {@code null}
	 */
	public void lead(@Nullable Shard shard) {
		this.shard = shard;
		wakeUp();
	}

	private boolean leads() {
		Shard held = this.shard;
		return held != null && held.held();
	}

	private void safely() {
		try {
			this.ringStore.follow();
			if (leads()) {
				tick();
			}
			this.told.set(0);
		}
		catch (RuntimeException ex) {
			// once for each absence, not every second
			if (this.told.getAndIncrement() == 0) {
				logger.warn("The gateways could not be looked after, will be tried again: {}", ex.getMessage());
			}
		}
	}

	private void tick() {
		Map<String, Integer> known = this.discovery.get();
		this.candidates = Map.copyOf(known);
		Ring ring = this.router.ring();
		if (!ring.equals(this.lastRing)) {
			this.lastRing = ring;
			this.changedAt = System.nanoTime();
			this.cleanAt = this.changedAt + this.settle.toNanos();
			this.pause = this.settle;
		}
		Set<String> all = new TreeSet<>(known.keySet());
		all.addAll(ring.members().keySet());
		all.addAll(ring.leaving());
		this.membership.probed(probe(all));
		Ring next = this.membership.next(ring, known, cleaned(ring, known));
		if (!next.equals(ring)) {
			this.ringStore.replace(next);
		}
		else if (System.nanoTime() - this.cleanAt >= 0) {
			sweep(ring);
		}
	}

	private Map<String, Boolean> probe(Set<String> nodes) {
		Map<String, CompletableFuture<Boolean>> asked = new TreeMap<>();
		nodes.forEach((node) -> asked.put(node,
				CompletableFuture.supplyAsync(() -> this.gateways.isHealthy(node), this.probes)));
		Map<String, Boolean> answers = new TreeMap<>();
		asked.forEach((node, answer) -> answers.put(node, answer.join()));
		return answers;
	}

	/** Removes from gateways that are about to take groups what is newer elsewhere. */
	private Set<String> cleaned(Ring ring, Map<String, Integer> known) {
		Set<String> clean = new HashSet<>();
		Set<String> arriving = new TreeSet<>(known.keySet());
		arriving.removeAll(ring.members().keySet());
		arriving.removeIf((node) -> !this.membership.answers(node));
		if (arriving.isEmpty()) {
			return clean;
		}
		Set<String> involved = new TreeSet<>(arriving);
		ring.members().keySet().stream().filter(this.membership::answers).forEach(involved::add);
		CleanUp cleanUp = CleanUp.of(copies(involved), (group) -> this.router.nodeFor(group).orElse(null));
		for (CleanUp.Removal removal : cleanUp.removals()) {
			if (arriving.contains(removal.node()) && !remove(removal)) {
				return clean;
			}
		}
		clean.addAll(arriving);
		return clean;
	}

	private void sweep(Ring ring) {
		Set<String> living = new TreeSet<>(ring.members().keySet());
		living.addAll(ring.leaving());
		living.removeIf((node) -> !this.membership.answers(node));
		CleanUp cleanUp = CleanUp.of(copies(living), (group) -> this.router.nodeFor(group).orElse(null));
		this.last = cleanUp;
		for (CleanUp.Removal removal : cleanUp.removals()) {
			if (!this.router.ring().equals(ring) || !remove(removal)) {
				return;
			}
		}
		boolean settled = cleanUp.misplaced() == 0 && cleanUp.duplicates() == 0;
		this.pause = settled ? MAX_PAUSE : min(this.pause.multipliedBy(2), Duration.ofSeconds(4));
		this.cleanAt = System.nanoTime() + (cleanUp.removals().isEmpty() ? this.pause : this.settle).toNanos();
	}

	private static Duration min(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private Map<String, List<GroupCopy>> copies(Set<String> nodes) {
		Map<String, List<GroupCopy>> copies = new HashMap<>();
		nodes.forEach((node) -> copies.put(node, this.gateways.groups(node)));
		return copies;
	}

	/** Not if the shard may be somebody else's by now. */
	private boolean remove(CleanUp.Removal removal) {
		if (!leads()) {
			return false;
		}
		if (!removal.carried().isEmpty()) {
			this.gateways.push(removal.latest(), removal.key(), removal.carried());
		}
		this.gateways.delete(removal.node(), removal.key());
		this.removed.incrementAndGet();
		logger.debug("Group {} was removed from {}: {} has it newer", removal.key().labels(), removal.node(),
				removal.latest());
		return true;
	}

	/**
	 * How the gateways stand.
	 * @return what this instance knows
	 */
	public PushgatewayStatus status() {
		Ring ring = this.router.ring();
		Map<String, Integer> known = this.candidates;
		List<PushgatewayStatus.Gateway> list = new ArrayList<>();
		Set<String> all = new TreeSet<>(known.keySet());
		all.addAll(ring.members().keySet());
		all.addAll(ring.leaving());
		for (String node : all) {
			String state = ring.members().containsKey(node) ? "member"
					: ring.leaving().contains(node) ? "leaving" : "waiting";
			int weight = ring.members().getOrDefault(node, known.getOrDefault(node, 0));
			list.add(new PushgatewayStatus.Gateway(node, state, weight, ring.members().containsKey(node)));
		}
		return new PushgatewayStatus(leads(), list, this.last.duplicates(), this.last.misplaced(), this.removed.get());
	}

	@Override
	public void close() {
		this.loop.shutdownNow();
		this.probes.shutdownNow();
		this.ringStore.close();
	}

}
