package dev.sm.cache;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.sm.storage.Fence;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;

/**
 * The loads of one pool that are under way in this instance: one per key. A load that
 * takes too long fails everybody who waits for it and makes room for another.
 */
final class Loads {

	private final ConcurrentHashMap<Key, Load> loads = new ConcurrentHashMap<>();

	private final String pool;

	private final Duration deadline;

	private final DeadlineDriver driver;

	Loads(String pool, Duration deadline, DeadlineDriver driver) {
		this.pool = pool;
		this.deadline = deadline;
		this.driver = driver;
	}

	/**
	 * Begins a load, or joins the one that is under way.
	 * @param key the key
	 * @param fence the ownership under which it is written, or {@code null}
	 * @param owner the thread that will run the loader, or {@code null} if that is open
	 * @return the load
	 */
	Ticket begin(String key, @Nullable Fence fence, @Nullable Thread owner) {
		Key name = new Key(key, fence);
		long now = this.driver.clock().getAsLong();
		Load mine = new Load(this, name, now + this.deadline.toNanos(), owner);
		Load other = this.loads.putIfAbsent(name, mine);
		while (other != null && other.deadline() - now <= 0) {
			other.expire();
			other = this.loads.putIfAbsent(name, mine);
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

	/** Waits for somebody else's load. */
	byte @Nullable [] await(Load load, Key key) {
		try {
			long left = load.deadline() - this.driver.clock().getAsLong();
			return load.get(Math.max(0, left), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw (Failures.unwrap(ex) instanceof RuntimeException failure) ? failure : new IllegalStateException(ex);
		}
		catch (TimeoutException ex) {
			load.expire();
			throw tooSlow(key);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new DataAccessResourceFailureException("the wait for the load of key '" + PoolKeys.shown(key.key())
					+ "' in pool '" + this.pool + "' was interrupted");
		}
	}

	QueryTimeoutException tooSlow(Key key) {
		return new QueryTimeoutException("the load of key '" + PoolKeys.shown(key.key()) + "' in pool '" + this.pool
				+ "' was not done within " + this.deadline.toMillis() + "ms");
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
	 */
	record Key(String key, @Nullable Fence fence) {

	}

}
