package dev.sm.benchmarks.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Injects faults, takes them back, and measures how long shards were without an owner.
 */
final class Injector {

	private final Testbed bed;

	private final Random random;

	private String what = "";

	private final MemberFaults members;

	Injector(Testbed bed, Random random) {
		this.bed = bed;
		this.random = random;
		this.members = new MemberFaults(bed, this);
	}

	/**
	 * Injects a fault and takes it back.
	 * @return what was done, and how long it took until every shard was held: from a
	 * participant's fault on, or from the end of a store's
	 */
	Injection inject(Fault fault) {
		double at = this.bed.report.seconds(System.nanoTime());
		this.what = "";
		long recovery = perform(fault);
		return new Injection(fault, this.what, at, recovery);
	}

	private long perform(Fault fault) {
		return switch (fault) {
			case KILL -> kill(this.bed.any(this.random));
			case KILL_CONTROLLER -> kill(this.bed.controller());
			case PAUSE -> pause(this.bed.any(this.random));
			case PAUSE_CONTROLLER -> pause(this.bed.controller());
			case CUT -> cut(true, true);
			case CUT_REQUESTS -> cut(true, false);
			case CUT_ANSWERS -> cut(false, true);
			case ISOLATE -> isolate(this.bed.any(this.random));
			case CLOCK -> step(this.bed.any(this.random));
			case CLOCK_CONTROLLER -> step(this.bed.controller());
			case RESTART -> restart(this.bed.any(this.random));
			case RESTART_CONTROLLER -> restart(this.bed.controller());
			case STORE_PAUSE -> pauseStore(null);
			case STORE_RESTART -> restartStore(false);
			case STORE_WIPE -> restartStore(true);
			case STORE_PAUSE_AND_KILL -> pauseStore(this.bed.any(this.random));
			case LEADER_KILL -> this.bed.options.raft() ? this.members.kill(this.bed.raft.leader()) : killLeader();
			case LEADER_PAUSE -> this.bed.options.raft() ? this.members.pause(this.bed.raft.leader()) : pauseLeader();
			case LEADER_CUT -> this.bed.options.raft() ? this.members.cut(this.bed.raft.leader()) : cutLeader();
			case ALL_KILL -> this.members.killAll();
			case DISK_WIPE -> this.members.wipe(this.bed.any(this.random));
			case DISK_FULL -> this.members.fill(this.bed.any(this.random));
		};
	}

	long kill(Participant victim) {
		say("kill -9 %s, which holds %d shards", victim, this.bed.recorder.heldBy(victim.life()));
		Life life = victim.life();
		long start = System.nanoTime();
		victim.kill();
		long taken = awaitCovered(start, Set.of(life));
		checkNothingElseMoved(start, start + taken, life);
		victim.start();
		return taken;
	}

	private long pause(Participant victim) {
		say("pause %s, which holds %d shards", victim, this.bed.recorder.heldBy(victim.life()));
		victim.life().harmed = true;
		long start = System.nanoTime();
		victim.process().pause();
		long taken = awaitCovered(start, Set.of(victim.life()));
		checkNothingElseMoved(start, start + taken, victim.life());
		sleep(0, 2);
		say("resume %s after %.2f s", victim, (System.nanoTime() - start) / 1e9);
		victim.process().resume();
		return taken;
	}

	private long cut(boolean requests, boolean answers) {
		Participant victim = this.bed.any(this.random);
		say("cut %s off the store (requests: %s, answers: %s)", victim, requests, answers);
		victim.life().harmed = true;
		long start = System.nanoTime();
		victim.site().cut(this.bed.storeFor(victim), requests, answers);
		long taken = awaitCovered(start, Set.of(victim.life()));
		checkNothingElseMoved(start, start + taken, victim.life());
		sleep(0, 2);
		say("heal %s after %.2f s", victim, (System.nanoTime() - start) / 1e9);
		victim.site().heal();
		return taken;
	}

	private long isolate(Participant victim) {
		say("cut %s off everything", victim);
		victim.life().harmed = true;
		long start = System.nanoTime();
		victim.site().isolate();
		long taken = awaitCovered(start, Set.of(victim.life()));
		checkNothingElseMoved(start, start + taken, victim.life());
		sleep(0, 2);
		say("heal %s after %.2f s", victim, (System.nanoTime() - start) / 1e9);
		victim.site().heal();
		return taken;
	}

	/** Nothing may come of it: whoever loses a shard has not been harmed. */
	private long step(Participant victim) {
		double seconds = Math.exp(this.random.nextDouble() * Math.log(Duration.ofDays(1).toSeconds()));
		Duration offset = Duration.ofSeconds(Math.round(this.random.nextBoolean() ? seconds : -seconds));
		say("step the clock of %s to %+d s", victim, offset.toSeconds());
		long start = System.nanoTime();
		this.bed.clocks.set(victim.id(), offset);
		Waits.sleep(2 * this.bed.options.ttl().toMillis());
		checkNothingElseMoved(start, System.nanoTime(), null);
		return awaitCovered(start, Set.of());
	}

	private long restart(Participant victim) {
		say("restart %s, which holds %d shards", victim, this.bed.recorder.heldBy(victim.life()));
		Life life = victim.life();
		life.harmed = true;
		long start = System.nanoTime();
		victim.stop();
		long stopped = System.nanoTime();
		long taken = awaitCovered(stopped, Set.of(life));
		checkNothingElseMoved(start, stopped + taken, life);
		victim.start();
		return taken;
	}

	private long pauseStore(@Nullable Participant victim) {
		say("pause the store%s", (victim != null) ? ", kill -9 " + victim : "");
		harmAll(true);
		this.bed.etcd.members().forEach((member) -> member.process().pause());
		sleep(0.2, 0.8);
		Set<Life> without = Set.of();
		if (victim != null) {
			without = Set.of(victim.life());
			victim.kill();
		}
		sleep(0.2, 1.5);
		long end = System.nanoTime();
		this.bed.etcd.members().forEach((member) -> member.process().resume());
		say("resume the store");
		Waits.sleep(this.bed.options.ttl().toMillis());
		long taken = awaitCovered(end, without);
		if (victim != null) {
			victim.start();
		}
		return taken;
	}

	private long restartStore(boolean empty) {
		say("kill -9 the store%s", empty ? ", and wipe it" : "");
		harmAll(true);
		this.bed.etcd.members().forEach((member) -> member.process().kill());
		if (empty) {
			this.bed.etcd.wipe();
		}
		sleep(0, 2);
		this.bed.etcd.members().forEach(this.bed.etcd::start);
		this.bed.etcd.awaitHealthy();
		long end = System.nanoTime();
		say("the store is back");
		// sessions of before may still end
		Waits.sleep(this.bed.options.ttl().toMillis());
		return awaitCovered(end, Set.of());
	}

	private long killLeader() {
		Etcd.Member leader = this.bed.etcd.leader();
		say("kill -9 %s, the leader of etcd", leader);
		harmAll(true);
		long start = System.nanoTime();
		leader.process().kill();
		Waits.sleep(2 * this.bed.options.ttl().toMillis());
		long taken = awaitCovered(start, Set.of());
		this.bed.etcd.start(leader);
		this.bed.etcd.awaitHealthy();
		return taken;
	}

	private long pauseLeader() {
		Etcd.Member leader = this.bed.etcd.leader();
		say("pause %s, the leader of etcd", leader);
		harmAll(true);
		long start = System.nanoTime();
		leader.process().pause();
		Waits.sleep(2 * this.bed.options.ttl().toMillis());
		long taken = awaitCovered(start, Set.of());
		leader.process().resume();
		this.bed.etcd.awaitHealthy();
		return taken;
	}

	private long cutLeader() {
		Etcd.Member leader = this.bed.etcd.leader();
		say("cut %s, the leader of etcd, off the other members", leader);
		harmAll(true);
		long start = System.nanoTime();
		leader.site().cut(this.bed.etcd.sitesWithout(leader), true, true);
		Waits.sleep(2 * this.bed.options.ttl().toMillis());
		long taken = awaitCovered(start, Set.of());
		leader.site().heal();
		this.bed.etcd.awaitHealthy();
		return taken;
	}

	/** Ends what a fault has left behind, and waits until nothing moves. */
	void settle() {
		this.bed.awaitSettled();
		harmAll(false);
	}

	void harmAll(boolean harmed) {
		this.bed.participants.forEach((participant) -> participant.life().harmed = harmed);
	}

	long awaitCovered(long since, Set<Life> without) {
		Duration bound = this.bed.options.bound();
		if (!Waits.isTrue(bound, () -> this.bed.recorder.coveredSince(without).isPresent())) {
			this.bed.report.violation("O3", "not every shard is held " + bound.toSeconds() + " s after a fault",
					List.of(this.bed.recorder.state()));
			Waits.isTrue(Duration.ofMinutes(2), () -> this.bed.recorder.coveredSince(without).isPresent());
		}
		OptionalLong covered = this.bed.recorder.coveredSince(without);
		return Math.max(0, covered.orElse(System.nanoTime()) - since);
	}

	private void checkNothingElseMoved(long start, long end, @Nullable Life victim) {
		if (this.bed.options.raft()) {
			// the victim may have led: sessions may end over the election
			return;
		}
		Set<Life> harmed = (victim != null) ? Set.of(victim) : Set.of();
		List<Event> moved = this.bed.recorder.plannedDrops(start, end, harmed);
		// a session that this busy machine has lost is balanced out as well
		boolean disturbed = this.bed.recorder.lossesSince(start - this.bed.options.bound().toNanos());
		if (!moved.isEmpty() && !disturbed) {
			this.bed.report.violation("O4", "shards moved from living participants: " + this.what,
					moved.stream().map((event) -> event.describe(this.bed.report)).toList());
		}
	}

	void sleep(double fromTtls, double toTtls) {
		double ttls = fromTtls + this.random.nextDouble() * (toTtls - fromTtls);
		Waits.sleep(Math.round(ttls * this.bed.options.ttl().toMillis()));
	}

	void say(String format, Object... arguments) {
		String line = String.format(Locale.ROOT, format, arguments);
		this.what += (this.what.isEmpty() ? "" : "; ") + line;
		this.bed.report.line("%s", line);
	}

}
