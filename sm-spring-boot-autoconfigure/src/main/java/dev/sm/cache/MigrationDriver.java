package dev.sm.cache;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.ExecutionException;
import java.util.Optional;

import dev.sm.coordination.CoordinationStore;
import dev.sm.membership.Incarnation;
import dev.sm.membership.LoopDriver;
import dev.sm.membership.MembershipDriver;
import dev.sm.membership.MembershipListener;
import dev.sm.storage.ConnectionGuard;
import dev.sm.storage.NodeRecord;
import org.jspecify.annotations.Nullable;

/**
 * Owns the thread, the clock and the session with which the pools of an instance take
 * part in migrations.
 */
final class MigrationDriver implements AutoCloseable {

	/** How long is waited for what only takes a turn of the loop. */
	static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(2);

	private final LoopDriver loop = new LoopDriver("sm-pools");

	private final String participant;

	private final String incarnation = UUID.randomUUID().toString().substring(0, 8);

	private final MembershipDriver membership;

	private final Map<String, PoolMember> members = new LinkedHashMap<>();

	private final Map<String, Guard> guards = new LinkedHashMap<>();

	MigrationDriver(CoordinationStore store, String participant, Duration sessionTtl) {
		this.participant = participant;
		this.membership = new MembershipDriver(store, sessionTtl, this.loop);
	}

	/** The name of this instance's connections to the nodes of a pool. */
	String connections(PoolNames names) {
		return names.connections() + PoolNames.encode(this.participant) + ":" + this.incarnation;
	}

	/** A guard that admits everything until its pool has a member. */
	Guard guard(PoolNames names) {
		return new Guard(names.encoded(), connections(names));
	}

	MigrationTools tools(PoolNames names, PoolKeys keys, byte[] prefix, @Nullable Integer rate) {
		KeyMover mover = new KeyMover(names.encoded(), this.incarnation);
		Survey survey = Survey.of(names.encoded(), prefix, rate, this::later);
		return new MigrationTools(names.encoded(), keys, mover, survey, rate, this.loop, this::later, this.loop::now);
	}

	private void later(long nanos, Runnable task) {
		this.loop.execute(() -> this.loop.wakeUp(task).set(OptionalLong.of(this.loop.now() + nanos), 0));
	}

	void add(String pool, PoolMember member, Guard guard) {
		this.members.put(pool, member);
		this.guards.put(pool, guard);
		guard.member = member;
	}

	void start() {
		this.members.values().forEach(PoolMember::start);
		this.membership.addListener(new MembershipListener() {

			@Override
			public void began(Incarnation incarnation) {
				MigrationDriver.this.members.values().forEach((member) -> member.began(incarnation.id()));
			}

			@Override
			public void ended(Incarnation incarnation, String reason) {
				MigrationDriver.this.members.values().forEach(PoolMember::ended);
			}

		});
		this.membership.start();
	}

	@Nullable PoolMember member(String pool) {
		return this.members.get(pool);
	}

	@Nullable Guard guardOf(String pool) {
		return this.guards.get(pool);
	}

	/** The time of day, for people. */
	long timeOfDay() {
		return System.currentTimeMillis();
	}

	/**
	 * Waits, not for long, until something is seen of a pool.
	 * @return whether it was
	 */
	boolean await(CompletableFuture<?> seen, Duration patience) {
		try {
			seen.get(patience.toMillis(), TimeUnit.MILLISECONDS);
			return true;
		}
		catch (ExecutionException | TimeoutException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	@Override
	public void close() {
		this.loop.execute(() -> this.members.values().forEach(PoolMember::stop));
		await(this.membership.stop().toCompletableFuture(), Duration.ofNanos(CLOSE_NANOS));
		this.loop.close(CLOSE_NANOS);
	}

	/** Asks the member of a pool. */
	static final class Guard implements ConnectionGuard {

		private final String pool;

		private final String name;

		private volatile @Nullable PoolMember member;

		private Guard(String pool, String name) {
			this.pool = pool;
			this.name = name;
		}

		@Override
		public String pool() {
			return this.pool;
		}

		@Override
		public String connectionName() {
			return this.name;
		}

		@Override
		public CompletionStage<Void> admit(Optional<NodeRecord> record) {
			PoolMember asked = this.member;
			return (asked != null) ? asked.admit(record)
					: CompletableFuture.failedFuture(new IllegalStateException("the pool has not started"));
		}

	}

}
