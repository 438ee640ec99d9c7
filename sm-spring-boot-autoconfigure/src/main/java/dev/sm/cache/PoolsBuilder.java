package dev.sm.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.LongSupplier;

import dev.sm.continuum.ContinuumAlgorithm;
import dev.sm.coordination.CoordinationStore;
import dev.sm.storage.NodeFactory;
import org.jspecify.annotations.Nullable;

/**
 * Collects what pools are made of. Not thread-safe.
 */
public final class PoolsBuilder {

	final List<PoolSettings> settings = new ArrayList<>();

	final List<NodeFactory> factories = new ArrayList<>();

	final List<ContinuumAlgorithm> algorithms = new ArrayList<>();

	@Nullable CacheCodec codec;

	CacheListener listener = CacheListener.NONE;

	NearCaching.@Nullable Factory near;

	NodeDecorator decorator = NodeDecorator.NONE;

	@Nullable CoordinationStore store;

	String storePrefix = "/sm";

	Duration startTimeout = Duration.ofSeconds(60);

	String participant = "unnamed";

	Duration sessionTtl = Duration.ofSeconds(10);

	Executor loadExecutor = ForkJoinPool.commonPool();

	@Nullable LongSupplier clock;

	@Nullable String zone;

	@Nullable PrefixRules rules;

	private boolean whenUsed;

	PoolsBuilder() {
	}

	/**
	 * Adds pools.
	 * @param settings their settings
	 * @return this
	 */
	public PoolsBuilder pools(Collection<PoolSettings> settings) {
		this.settings.addAll(settings);
		return this;
	}

	/**
	 * Adds kinds of node. The first factory that knows a scheme is used for it.
	 * @param factories the factories
	 * @return this
	 */
	public PoolsBuilder nodeFactories(Collection<? extends NodeFactory> factories) {
		this.factories.addAll(factories);
		return this;
	}

	/**
	 * Adds algorithms to those that sm knows.
	 * @param algorithms the algorithms, with names of their own
	 * @return this
	 */
	public PoolsBuilder algorithms(Collection<? extends ContinuumAlgorithm> algorithms) {
		this.algorithms.addAll(algorithms);
		return this;
	}

	/**
	 * Sets how values other than {@code byte[]} and {@code String} are stored; without
	 * one, only those and whole numbers can be.
	 * @param codec the codec
	 * @return this
	 */
	public PoolsBuilder codec(@Nullable CacheCodec codec) {
		this.codec = codec;
		return this;
	}

	/**
	 * Sets who is told of commands.
	 * @param listener the listener
	 * @return this
	 */
	public PoolsBuilder listener(CacheListener listener) {
		this.listener = listener;
		return this;
	}

	/**
	 * Sets what keeps values inside this instance, for pools that ask for it.
	 * @param near makes it
	 * @return this
	 */
	public PoolsBuilder near(NearCaching.@Nullable Factory near) {
		this.near = near;
		return this;
	}

	/**
	 * Sets what is put around all nodes; nothing by default.
	 * @param decorator puts it there
	 * @return this
	 */
	public PoolsBuilder decorator(NodeDecorator decorator) {
		this.decorator = decorator;
		return this;
	}

	/**
	 * Sets where the weights are stored; without a store the configured ones are used.
	 * @param store the store; it is not closed with the pools
	 * @param prefix the prefix of all of sm's keys, such as {@code /sm}
	 * @param timeout how long the start waits for the store at most
	 * @return this
	 */
	public PoolsBuilder weightsIn(CoordinationStore store, String prefix, Duration timeout) {
		this.store = store;
		this.storePrefix = prefix;
		this.startTimeout = timeout;
		return this;
	}

	/**
	 * Sets as whom this instance takes part in migrations.
	 * @param id the participant's id, for people
	 * @param sessionTtl how long it counts as alive after it was last heard of
	 * @return this
	 */
	public PoolsBuilder participant(String id, Duration sessionTtl) {
		this.participant = id;
		this.sessionTtl = sessionTtl;
		return this;
	}

	/**
	 * Sets what runs the loaders of asynchronous loads; without one they run on a thread
	 * of the common pool.
	 * @param executor the executor
	 * @return this
	 */
	public PoolsBuilder loadExecutor(Executor executor) {
		this.loadExecutor = executor;
		return this;
	}

	/**
	 * Sets the clock; without one it is the JVM's.
	 * @param clock tells nanoseconds from an arbitrary origin, never going back
	 * @return this
	 */
	public PoolsBuilder clock(LongSupplier clock) {
		this.clock = clock;
		return this;
	}

	/**
	 * Sets where this instance is: replicated pools read from nodes in the same zone.
	 * @param zone the zone, or {@code null}
	 * @return this
	 */
	public PoolsBuilder zone(@Nullable String zone) {
		this.zone = zone;
		return this;
	}

	/**
	 * Sets which of the pools a key belongs to, for {@link Pools#byPrefix}.
	 * @param rules the rules, or {@code null} for none
	 * @return this
	 */
	public PoolsBuilder rules(@Nullable PrefixRules rules) {
		this.rules = rules;
		return this;
	}

	/**
	 * Sets when pools are made: by {@link #build}, which is the default, or when one of
	 * them is asked for, so that pools that nobody uses cost nothing. What is wrong with
	 * them is found only then.
	 * @param whenUsed whether they are made when one is asked for
	 * @return this
	 */
	public PoolsBuilder whenUsed(boolean whenUsed) {
		this.whenUsed = whenUsed;
		return this;
	}

	/**
	 * Makes the pools. Waits for the store, not for the nodes: each of those is asked
	 * whether it answers, so that it connects and loads its client before the first
	 * operation, whose time that would cost. The listener is not told of it.
	 * @return the pools
	 * @throws InvalidPoolException if one cannot be made of its settings
	 * @throws InvalidPrefixRuleException if a rule names a pool that there is not
	 * @throws dev.sm.storage.InvalidNodeException if a node cannot be made of its
	 * settings
	 * @throws dev.sm.coordination.CoordinationException if the store did not answer in
	 * time
	 */
	public Pools build() {
		Pools pools = new Pools(this.settings.stream().map(PoolSettings::name).toList(),
				() -> new PoolsStart(this).pools());
		if (!this.whenUsed) {
			pools.made();
		}
		return pools;
	}

}
