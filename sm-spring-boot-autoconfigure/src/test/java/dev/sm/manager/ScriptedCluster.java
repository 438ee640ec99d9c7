package dev.sm.manager;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.sm.coordination.CommitResult;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Keys;
import dev.sm.coordination.Operation;
import dev.sm.coordination.Snapshot;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.WatchEvent;
import dev.sm.membership.Incarnation;
import dev.sm.membership.SessionAction;
import dev.sm.membership.SessionEvent;
import dev.sm.membership.SessionMachine;
import dev.sm.shard.Shard;

/**
 * A few instances over a store that answers at once, and a trace of what their handlers
 * are told. Time stands still unless a test lets it pass.
 */
final class ScriptedCluster {

	static final String ROOT = "/sm/orders";

	private final ServiceSettings settings;

	private final Supplier<Rules> rules;

	private final TreeMap<String, Entry> store = new TreeMap<>();

	private final Map<String, Member> members = new TreeMap<>();

	private final Deque<Runnable> todo = new ArrayDeque<>();

	private final List<String> trace = new ArrayList<>();

	private long revision;

	private long now = 1;

	private int lastSession;

	ScriptedCluster(ServiceSettings settings) {
		this(settings, Rules::new);
	}

	ScriptedCluster(ServiceSettings settings, Supplier<Rules> rules) {
		this.settings = settings;
		this.rules = rules;
	}

	Member start(String id) {
		return start(id, false);
	}

	Member start(String id, boolean looking) {
		Member member = new Member(id);
		this.members.put(id, member);
		if (looking) {
			member.tell(new ServiceEvent.Look());
		}
		member.tell(new ServiceEvent.Start());
		member.openSession();
		run();
		return member;
	}

	List<Member> members() {
		return List.copyOf(this.members.values());
	}

	/** Lets everything happen that needs no time. */
	void run() {
		for (int i = 0; !this.todo.isEmpty(); i++) {
			if (i > 100_000) {
				throw new IllegalStateException("does not come to rest");
			}
			this.todo.poll().run();
		}
	}

	void pass(Duration time) {
		long until = this.now + time.toNanos();
		while (this.now < until) {
			this.now = Math.min(until, this.now + 50_000_000L);
			this.members.values().forEach(Member::keepAlive);
			this.members.values().forEach((member) -> member.tell(new ServiceEvent.Tick()));
			run();
		}
	}

	List<String> trace() {
		List<String> seen = List.copyOf(this.trace);
		this.trace.clear();
		return seen;
	}

	void write(String key, String value) {
		commit(Transaction.builder().put(ROOT + "/" + key, value).build());
		run();
	}

	/** Before anybody starts, the store has what others have left in it. */
	void restore(List<Entry> entries) {
		for (Entry entry : entries) {
			this.store.put(entry.key(), entry);
			this.revision = Math.max(this.revision, entry.revision());
		}
	}

	void delete(String key) {
		commit(Transaction.builder().delete(ROOT + "/" + key).build());
		run();
	}

	String read(String key) {
		Entry entry = this.store.get(ROOT + "/" + key);
		return (entry != null) ? entry.value() : "";
	}

	/** The keys below one, without the root. */
	List<String> keys(String prefix) {
		return this.store.keySet()
			.stream()
			.filter((key) -> key.startsWith(ROOT + "/" + prefix + "/"))
			.map((key) -> key.substring(ROOT.length() + 1))
			.toList();
	}

	void endSession(String session) {
		List<WatchEvent> gone = new ArrayList<>();
		this.revision++;
		this.store.values().removeIf((entry) -> {
			if (session.equals(entry.sessionId())) {
				gone.add(new WatchEvent(entry.key(), this.revision, null));
				return true;
			}
			return false;
		});
		publish(gone);
		run();
	}

	/** The store loses all it has; who is not cut off takes notice. */
	void wipe() {
		this.store.clear();
		this.revision++;
		for (Member member : this.members.values()) {
			if (!member.cutOff) {
				member.alive = false;
				member.tell(new ServiceEvent.SessionEnded(member.incarnation().id(), "wiped"));
				List.copyOf(member.watches.keySet())
					.forEach((watch) -> member.tell(new ServiceEvent.Gap(watch, "wiped")));
				member.watches.clear();
			}
		}
		run();
	}

	private CommitResult commit(Transaction transaction) {
		boolean holds = transaction.compares().stream().allMatch((compare) -> {
			Entry entry = this.store.get(compare.key());
			return ((entry != null) ? entry.revision() : 0) == compare.revision();
		});
		if (!holds) {
			return new CommitResult(false, this.revision);
		}
		this.revision++;
		List<WatchEvent> events = new ArrayList<>();
		for (Operation operation : transaction.operations()) {
			Entry entry = null;
			if (operation instanceof Operation.Put put) {
				entry = new Entry(put.key(), put.value(), this.revision, put.sessionId());
				this.store.put(put.key(), entry);
			}
			else {
				this.store.remove(operation.key());
			}
			events.add(new WatchEvent(operation.key(), this.revision, entry));
		}
		publish(events);
		return new CommitResult(true, this.revision);
	}

	private void publish(List<WatchEvent> events) {
		long at = this.revision;
		this.members.values().forEach((member) -> member.watches.forEach((watch, prefix) -> {
			List<WatchEvent> covered = events.stream().filter((event) -> Keys.covers(prefix, event.key())).toList();
			if (!covered.isEmpty()) {
				member.count(covered);
				member.tell(new ServiceEvent.Watched(watch, covered, at));
			}
		}));
	}

	/** One instance. */
	final class Member {

		private final String id;

		private final ServiceMachine machine;

		private final Map<Long, String> watches = new TreeMap<>();

		private final Map<String, Long> held = new HashMap<>();

		private final List<String> heldBack = new ArrayList<>();

		private final List<String> failing = new ArrayList<>();

		private final List<ServiceAction> said = new ArrayList<>();

		private final List<Shard> given = new ArrayList<>();

		private SessionMachine session = new SessionMachine(Duration.ofSeconds(2));

		private long eventsTold;

		private long bytesTold;

		private boolean alive;

		private boolean cutOff;

		private boolean commitsLate;

		private final List<Runnable> late = new ArrayList<>();

		private boolean leaving;

		private int commits;

		Member(String id) {
			this.id = id;
			this.machine = new ServiceMachine(OwnershipSettings.of("/sm", id), ScriptedCluster.this.settings, true,
					() -> ScriptedCluster.this.now, ScriptedCluster.this.rules.get());
		}

		void openSession() {
			String id = "s" + ++ScriptedCluster.this.lastSession;
			this.session = new SessionMachine(Duration.ofSeconds(2));
			this.session.on(new SessionEvent.Start(), now());
			this.session.on(new SessionEvent.Opened(id, Duration.ofSeconds(2), now()), now());
			this.alive = true;
			tell(new ServiceEvent.SessionBegan(incarnation(), 1000));
		}

		String id() {
			return this.id;
		}

		Incarnation incarnation() {
			return this.session.incarnation().orElseThrow();
		}

		private long now() {
			return ScriptedCluster.this.now;
		}

		/** Stands for a renewal that is answered at once. */
		private void keepAlive() {
			if (this.alive && !this.cutOff) {
				this.session.on(new SessionEvent.Renewed(incarnation().id(), now()), now());
			}
			else if (this.alive) {
				for (SessionAction action : this.session.on(new SessionEvent.Tick(), now())) {
					if (action instanceof SessionAction.Ended ended) {
						this.alive = false;
						tell(new ServiceEvent.SessionEnded(ended.incarnation().id(), ended.reason()));
					}
				}
			}
		}

		private void count(List<WatchEvent> events) {
			this.eventsTold += events.size();
			for (WatchEvent event : events) {
				this.bytesTold += event.key().length() + ((event.entry() != null) ? event.entry().value().length() : 0);
			}
		}

		/** How many changes its watches have told it. */
		long eventsTold() {
			return this.eventsTold;
		}

		/** How many bytes of keys and values these had. */
		long bytesTold() {
			return this.bytesTold;
		}

		void cutOff(boolean cutOff) {
			this.cutOff = cutOff;
		}

		/** What is written from now on arrives late, and is not answered before. */
		void writeLate() {
			this.commitsLate = true;
		}

		/** What was written arrives. */
		void arrive() {
			this.commitsLate = false;
			List<Runnable> arriving = List.copyOf(this.late);
			this.late.clear();
			arriving.forEach(Runnable::run);
			run();
		}

		/** The process is gone; its session lives on in the store. */
		String crash() {
			ScriptedCluster.this.members.remove(this.id);
			return incarnation().id();
		}

		void stop(Duration budget) {
			tell(new ServiceEvent.StopRequested(budget));
			run();
		}

		/** Lets calls of a shard's handler hang. */
		void holdBack(String call) {
			this.heldBack.add(call);
		}

		void fail(String call) {
			this.failing.add(call);
		}

		void succeed(String call) {
			this.failing.remove(call);
		}

		void letReturn(String call) {
			this.heldBack.remove(call);
			tell(new ServiceEvent.InvocationDone(this.held.remove(call), null,
					call.startsWith("DROP") ? left(ServiceAction.Call.DROP) : null));
			run();
		}

		List<ServiceAction> said() {
			return this.said;
		}

		List<Shard> given() {
			return this.given;
		}

		List<String> heldShards() {
			return this.machine.owned().stream().filter(Shard::held).map(Shard::id).toList();
		}

		ServiceMachine machine() {
			return this.machine;
		}

		void tell(ServiceEvent event) {
			ScriptedCluster.this.todo.add(() -> this.machine.on(event, now()).forEach(this::act));
		}

		private void act(ServiceAction action) {
			this.said.add(action);
			if (action instanceof ServiceAction.ListKeys list) {
				tell(new ServiceEvent.Listed(list.requestId(),
						new Snapshot(ScriptedCluster.this.revision,
								ScriptedCluster.this.store.values()
									.stream()
									.filter((entry) -> Keys.covers(list.prefix(), entry.key()))
									.toList())));
			}
			else if (action instanceof ServiceAction.Watch watch) {
				this.watches.put(watch.watchId(), watch.prefix());
			}
			else if (action instanceof ServiceAction.Unwatch unwatch) {
				this.watches.remove(unwatch.watchId());
			}
			else if (action instanceof ServiceAction.Commit commit && this.commitsLate) {
				this.late.add(() -> tell(new ServiceEvent.Committed(commit.requestId(), commit(commit.transaction()))));
			}
			else if (action instanceof ServiceAction.Commit commit && !this.cutOff) {
				tell(new ServiceEvent.Committed(commit.requestId(), commit(commit.transaction())));
			}
			else if (action instanceof ServiceAction.Commit commit) {
				tell(new ServiceEvent.CommitFailed(commit.requestId(), "cut off"));
			}
			else if (action instanceof ServiceAction.Invoke invoke) {
				invoke(invoke);
			}
			else if (action instanceof ServiceAction.Interrupt) {
				ScriptedCluster.this.trace.add(this.id + " interrupt");
			}
		}

		/** How many transactions it has sent. */
		int commits() {
			return this.commits;
		}

		private CommitResult commit(Transaction transaction) {
			this.commits++;
			return ScriptedCluster.this.commit(transaction);
		}

		/** Lets drops leave something for the next owner. */
		void leaveStates() {
			this.leaving = true;
		}

		private byte[] left(ServiceAction.Call call) {
			return (this.leaving && call == ServiceAction.Call.DROP)
					? ("state of " + this.id).getBytes(StandardCharsets.UTF_8) : null;
		}

		private void invoke(ServiceAction.Invoke invoke) {
			String call = invoke.call() + " " + invoke.shard().id();
			this.given.add(invoke.shard());
			byte[] state = invoke.state();
			ScriptedCluster.this.trace.add(this.id + " " + call + (invoke.shard().held() ? " held" : "")
					+ ((state != null) ? " with " + new String(state, StandardCharsets.UTF_8) : ""));
			if (this.heldBack.contains(call)) {
				this.held.put(call, invoke.invocationId());
			}
			else {
				tell(new ServiceEvent.InvocationDone(invoke.invocationId(),
						this.failing.contains(call) ? "planted" : null, left(invoke.call())));
			}
		}

	}

}
