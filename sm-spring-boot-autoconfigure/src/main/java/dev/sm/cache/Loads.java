package dev.sm.cache;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.sm.storage.Fence;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;

/**
 * The loads of one pool that are under way in this instance: one per key, which stands
 * for all callers here. A load that takes too long fails everybody who waits for it and
 * makes room for another.
 */
final class Loads {

	private final ConcurrentHashMap<Key, Load> loads = new ConcurrentHashMap<>();

	private final String pool;

	private final LoadSettings settings;

	private final DeadlineDriver driver;

	Loads(String pool, LoadSettings settings, DeadlineDriver driver) {
		this.pool = pool;
		this.settings = settings;
		this.driver = driver;
	}

	/**
	 * Begins a load, or joins the one that is under way. A little more than the deadline
	 * is waited for other instances, so that one that died in the middle can be replaced.
	 * @param key what is loaded
	 * @param owner the thread that will run the loader, or {@code null} if that is open
	 * @return the load
	 */
	Ticket begin(Key key, @Nullable Thread owner) {
		long now = this.driver.clock().getAsLong();
		long patience = this.settings.deadline().toNanos() / 10 * 11;
		Load mine = new Load(this, key, now + patience, owner);
		Load other = this.loads.putIfAbsent(key, mine);
		while (other != null && other.deadline() - now <= 0) {
			other.expire();
			other = this.loads.putIfAbsent(key, mine);
		}
		if (other != null) {
			return new Ticket(other, false);
		}
		this.driver.add(mine);
		return new Ticket(mine, true);
	}

	void remove(Key key, Load load) {
		this.loads.remove(key, load);
	}

	LoadSettings settings() {
		return this.settings;
	}

	/** Names a load as no other. */
	String token() {
		return this.driver.unique();
	}

	/** Evenly distributed, above 0 and at most 1. */
	double random() {
		return this.driver.random();
	}

	/** Waits for somebody else's load. */
	byte @Nullable [] await(Load load, Key key) {
		while (true) {
			long left = load.deadline() - this.driver.clock().getAsLong();
			if (left <= 0) {
				load.expire();
			}
			try {
				return await(load, key, Math.max(0, left));
			}
			catch (TimeoutException ex) {
				// it may have been given more time
			}
		}
	}

	private byte @Nullable [] await(Load load, Key key, long nanos) throws TimeoutException {
		try {
			return load.get(nanos, TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw (Failures.unwrap(ex) instanceof RuntimeException failure) ? failure : new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new DataAccessResourceFailureException("the wait for the load of key '" + PoolKeys.shown(key.key())
					+ "' in pool '" + this.pool + "' was interrupted");
		}
	}

	QueryTimeoutException tooSlow(Key key) {
		return new QueryTimeoutException("the load of key '" + PoolKeys.shown(key.key()) + "' in pool '" + this.pool
				+ "' was not done within " + this.settings.deadline().toMillis() + "ms");
	}

	/**
	 * A part in a load.
	 *
	 * @param load the load
	 * @param mine whether to do it, or else to wait for it
	 */
	record Ticket(Load load, boolean mine) {

	}

	/**
	 * What is loaded once: a key, under one ownership.
	 *
	 * @param key the key
	 * @param fence the ownership, or {@code null}
	 * @param again whether there is a value that is loaded anew
	 */
	record Key(String key, @Nullable Fence fence, boolean again) {

	}

}
