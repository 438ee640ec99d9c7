package dev.sm.coordination.raft;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.sm.coordination.CoordinationException;
import dev.sm.coordination.HistoryWatch;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.WatchListener;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives one member its clock and threads: sends requests to the leader, and while it is
 * the leader itself, lets time pass for sessions that are due. Thread-safe; nothing that
 * callers call blocks, except the end.
 */
final class RaftDriver {

	private static final Logger logger = LoggerFactory.getLogger(RaftDriver.class);

	private static final Duration TICK = Duration.ofMillis(40);

	private static final int THREADS = 64;

	private final RaftCoordinationStore.Settings settings;

	private final MemberAddress self;

	private final Replica replica;

	private final ScheduledThreadPoolExecutor timer;

	private final ThreadPoolExecutor senders;

	private final ThreadPoolExecutor deliveries;

	private final RaftGroupDriver group;

	private final Set<RaftCall> calls = ConcurrentHashMap.newKeySet();

	private final Set<View> views = ConcurrentHashMap.newKeySet();

	private final long client = UUID.randomUUID().getMostSignificantBits();

	private final AtomicLong numbers = new AtomicLong();

	private final ConcurrentSkipListSet<Long> outstanding = new ConcurrentSkipListSet<>();

	private final AtomicInteger users = new AtomicInteger(1);

	private final ReadBarrier barrier = new ReadBarrier(() -> write("read", new Command.Tick()));

	private volatile boolean ticking;

	private volatile boolean closed;

	private RaftDriver(RaftCoordinationStore.Settings settings) {
		this.settings = settings;
		this.self = settings.member();
		this.timer = new ScheduledThreadPoolExecutor(1, daemons("timer"));
		this.timer.setRemoveOnCancelPolicy(true);
		this.senders = pool("sender");
		this.deliveries = pool("watch");
		this.replica = new Replica(this.deliveries);
		this.group = new RaftGroupDriver(settings, this.replica, daemons("group"));
	}

	static RaftDriver open(RaftCoordinationStore.Settings settings) {
		RaftDriver driver = new RaftDriver(settings);
		try {
			driver.group.start();
			driver.timer.scheduleWithFixedDelay(driver::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
			return driver;
		}
		catch (RuntimeException | Error ex) {
			driver.close();
			throw ex;
		}
	}

	private ThreadFactory daemons(String what) {
		return (task) -> {
			Thread thread = new Thread(task, "sm-raft-" + what + "-" + this.settings.member().port());
			thread.setDaemon(true);
			return thread;
		};
	}

	private ThreadPoolExecutor pool(String what) {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), daemons(what));
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

	private void tick() {
		try {
			RaftServer.Division division = this.group.division();
			DivisionInfo info = (division != null) ? division.getInfo() : null;
			if (info == null || this.ticking || !info.isLeader() || !info.isLeaderReady()) {
				return;
			}
			long term = info.getCurrentTerm();
			long now = nanoTime();
			if (this.replica.read((state) -> state.isDue(term, now))) {
				this.ticking = true;
				submit(this.self.peer().getId(), Codec.encode(new Command.Tick()), now + requestTimeout().toNanos())
					.whenComplete((reply, failure) -> this.ticking = false);
			}
		}
		catch (RuntimeException ex) {
			// an exception would end the ticks for good
			logger.error("Ending sessions that are due failed", ex);
		}
	}

	CompletableFuture<Outcome> write(String name, Command command) {
		return call(name, Codec.encode(command));
	}

	CompletableFuture<Outcome> commit(Transaction transaction) {
		long number;
		byte[] command;
		synchronized (this.outstanding) {
			number = this.numbers.incrementAndGet();
			this.outstanding.add(number);
			command = Codec.encode(new Command.Commit(this.client, number, this.outstanding.first(), transaction));
		}
		CompletableFuture<Outcome> outcome = call("commit", command);
		outcome.whenComplete((result, failure) -> this.outstanding.remove(number));
		return outcome;
	}

	private CompletableFuture<Outcome> call(String name, byte[] message) {
		RaftCall call = new RaftCall(this, name, message);
		this.calls.add(call);
		CompletableFuture<Outcome> outcome = call.start();
		outcome.whenComplete((result, failure) -> this.calls.remove(call));
		if (this.closed) {
			call.abandon();
		}
		return outcome;
	}

	/**
	 * Reads once this member's copy has all that the group had decided when this was
	 * asked.
	 * @param <T> what is read
	 * @param reader reads
	 * @return what was read
	 */
	<T extends @Nullable Object> CompletableFuture<T> read(Function<RaftState, T> reader) {
		CompletableFuture<T> result = new CompletableFuture<>();
		this.barrier.pass().whenComplete((index, failure) -> {
			if (failure != null) {
				result.completeExceptionally(failure);
			}
			else {
				readAt(index, reader, result);
			}
		});
		// after that of the entry, which can tell more
		boolean waits = result.isDone()
				|| later(requestTimeout(), () -> result.completeExceptionally(new CoordinationException(
						this + " did not answer 'read' within " + requestTimeout() + ": " + this.barrier.obstacle())));
		if (!waits) {
			result.completeExceptionally(closedException());
		}
		return result;
	}

	private <T extends @Nullable Object> void readAt(long index, Function<RaftState, T> reader,
			CompletableFuture<T> result) {
		CompletableFuture<Void> reached = this.replica.reached(index);
		reached.thenRun(() -> {
			Supplier<T> value = this.replica.readAt(index, reader);
			if (value != null) {
				result.complete(value.get());
			}
			else {
				readAt(index, reader, result);
			}
		});
		result.whenComplete((value, failure) -> reached.cancel(false));
	}

	/**
	 * Sends a request once.
	 * @param target whom to ask
	 * @param message the request
	 * @param deadline after which it is not sent any more
	 * @return the answer
	 */
	CompletableFuture<RaftClientReply> submit(RaftPeerId target, byte[] message, long deadline) {
		Message content = Message.valueOf(ByteString.copyFrom(message));
		RaftClientRequest.Type type = RaftClientRequest.writeRequestType();
		try {
			if (target.toString().equals(this.self.id())) {
				return this.group.submit(target, type, content);
			}
			CompletableFuture<RaftClientReply> reply = new CompletableFuture<>();
			this.senders.execute(() -> {
				try {
					if (deadline - nanoTime() > 0) {
						reply.complete(this.group.send(target, type, content));
					}
				}
				catch (IOException | RuntimeException ex) {
					reply.completeExceptionally(ex);
				}
			});
			return reply;
		}
		catch (IOException | RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Why this member cannot do anything at present.
	 * @return the reason, or {@code null}
	 */
	@Nullable String obstacle() {
		return this.group.obstacle();
	}

	@Nullable RaftPeerId leader() {
		RaftServer.Division division = this.group.division();
		return (division != null) ? division.getInfo().getLeaderId() : null;
	}

	List<String> members() {
		return this.group.members().stream().map(MemberAddress::toString).sorted().toList();
	}

	HistoryWatch watch(Object owner, String prefix, long afterRevision, WatchListener listener, boolean ended) {
		HistoryWatch watch = new HistoryWatch(this.replica, prefix, afterRevision, listener);
		View view = new View(owner, watch);
		this.views.removeIf((other) -> other.watch().isClosed());
		this.views.add(view);
		if (ended || this.closed) {
			watch.close();
			return watch;
		}
		this.replica.add(watch);
		if (watch.position() > this.replica.read(RaftState::revision)) {
			check(watch);
		}
		return watch;
	}

	/** This copy may lag, or the store never was where the watch begins. */
	private void check(HistoryWatch watch) {
		read(RaftState::revision).whenComplete((revision, failure) -> {
			if (failure == null) {
				if (revision < watch.position()) {
					watch.lose();
				}
			}
			else if (!watch.isClosed()) {
				later(requestTimeout(), () -> check(watch));
			}
		});
	}

	boolean later(Duration delay, Runnable task) {
		try {
			this.timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
	}

	long nanoTime() {
		return System.nanoTime();
	}

	String newSessionId() {
		return UUID.randomUUID().toString();
	}

	Duration requestTimeout() {
		return this.settings.requestTimeout();
	}

	Replica replica() {
		return this.replica;
	}

	RaftGroupDriver group() {
		return this.group;
	}

	MemberAddress self() {
		return this.self;
	}

	CoordinationException closedException() {
		return new CoordinationException(this + " is closed");
	}

	RaftDriver retain() {
		this.users.incrementAndGet();
		return this;
	}

	void release(Object owner) {
		this.views.stream().filter((view) -> view.owner() == owner).forEach((view) -> view.watch().close());
		this.views.removeIf((view) -> view.owner() == owner);
		if (this.users.decrementAndGet() == 0) {
			close();
		}
	}

	private void close() {
		this.closed = true;
		this.timer.shutdownNow();
		this.replica.closeWatches();
		this.senders.shutdownNow();
		this.group.close();
		this.deliveries.shutdown();
		this.calls.forEach(RaftCall::abandon);
	}

	@Override
	public String toString() {
		return "raft member " + this.self;
	}

	/**
	 * A watch and who began it.
	 *
	 * @param owner who began it
	 * @param watch the watch
	 */
	private record View(Object owner, HistoryWatch watch) {

	}

}
