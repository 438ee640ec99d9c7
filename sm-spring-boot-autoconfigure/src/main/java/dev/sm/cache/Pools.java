package dev.sm.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The pools of an application: makes them of their settings and closes them. Thread-safe.
 */
public final class Pools implements ShardedTemplates, AutoCloseable {

	private final Set<String> names;

	private final Supplier<MadePools> start;

	private final List<Runnable> waiting = new ArrayList<>();

	private volatile @Nullable MadePools made;

	private boolean closed;

	/**
	 * Creates pools that are not made before one of them is asked for.
	 */
	Pools(Collection<String> names, Supplier<MadePools> start) {
		this.names = Collections.unmodifiableSet(new LinkedHashSet<>(names));
		this.start = start;
	}

	/**
	 * Starts to collect what pools are made of.
	 * @return a builder
	 */
	public static PoolsBuilder builder() {
		return new PoolsBuilder();
	}

	/** Makes the pools, unless they are made. */
	MadePools made() {
		MadePools pools = this.made;
		return (pools != null) ? pools : make();
	}

	private MadePools make() {
		List<Runnable> told;
		MadePools pools;
		synchronized (this) {
			if (this.made != null) {
				return this.made;
			}
			if (this.closed) {
				throw new IllegalStateException("the pools are closed");
			}
			pools = this.start.get();
			this.made = pools;
			told = List.copyOf(this.waiting);
			this.waiting.clear();
		}
		told.forEach(Runnable::run);
		return pools;
	}

	/**
	 * Runs a task once the pools are made: at once if they are, else on the thread that
	 * asks for one first, which waits for it.
	 * @param task the task
	 */
	public void onceMade(Runnable task) {
		synchronized (this) {
			if (this.made == null) {
				this.waiting.add(task);
				return;
			}
		}
		task.run();
	}

	@Override
	public Set<String> names() {
		return this.names;
	}

	@Override
	public ShardedTemplate get(String pool) {
		if (!this.names.contains(pool)) {
			throw new IllegalArgumentException(
					"there is no pool '" + pool + "'; there are " + String.join(", ", new TreeSet<>(this.names)));
		}
		return made().template(pool);
	}

	/**
	 * The operations on all pools in one, if there are rules that say which of them a key
	 * belongs to.
	 * @return the operations; empty without rules
	 */
	public Optional<PrefixTemplate> byPrefix() {
		return Optional.ofNullable(made().byPrefix());
	}

	/**
	 * The migrations of these pools.
	 * @return the migrations
	 */
	public PoolMigrations migrations() {
		MadePools pools = this.made;
		return (pools != null) ? pools.migrations() : new UnmadeMigrations(this);
	}

	/**
	 * Applies settings that were read again, as {@link PoolRefresh} has it.
	 * @param settings the settings of all pools
	 * @return what became of each pool
	 */
	public Map<String, PoolRefresh.Outcome> refresh(Collection<PoolSettings> settings) {
		return made().refresh(settings);
	}

	/**
	 * Applies rules that were read again, for operations that begin from here on. Keys
	 * that come to another pool by that are missing there.
	 * @param rules the rules, or {@code null} for none
	 * @throws IllegalArgumentException if they cannot be while the pools are in use;
	 * nothing has changed
	 */
	public void refresh(@Nullable PrefixRules rules) {
		made().refresh(rules);
	}

	/**
	 * What keeps a pool's nodes from being what they should be.
	 * @param pool the name of the pool
	 * @return for people; empty if all is well
	 */
	public List<String> problems(String pool) {
		return made().problems(pool);
	}

	/**
	 * Closes all nodes. Operations that are under way fail, as does whatever is asked
	 * afterwards.
	 */
	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.made != null) {
			this.made.close();
		}
	}

}
