package dev.sm.benchmarks.chaos;

import java.util.Set;

/**
 * Faults of participants that are the store as well. An election may cost sessions of
 * others too, so all count as harmed.
 */
final class MemberFaults {

	private final Testbed bed;

	private final Injector injector;

	MemberFaults(Testbed bed, Injector injector) {
		this.bed = bed;
		this.injector = injector;
	}

	long kill(Participant victim) {
		this.injector.say("kill -9 %s, the leader", victim);
		this.injector.harmAll(true);
		Life life = victim.life();
		long start = System.nanoTime();
		victim.kill();
		long taken = this.injector.awaitCovered(start, Set.of(life));
		victim.start();
		return taken;
	}

	long pause(Participant victim) {
		this.injector.say("pause %s, the leader", victim);
		this.injector.harmAll(true);
		long start = System.nanoTime();
		victim.process().pause();
		long taken = this.injector.awaitCovered(start, Set.of(victim.life()));
		this.injector.sleep(0, 2);
		this.injector.say("resume %s after %.2f s", victim, (System.nanoTime() - start) / 1e9);
		victim.process().resume();
		return taken;
	}

	long cut(Participant victim) {
		this.injector.say("cut %s, the leader, off the others", victim);
		this.injector.harmAll(true);
		long start = System.nanoTime();
		victim.site().cut(this.bed.storeFor(victim), true, true);
		long taken = this.injector.awaitCovered(start, Set.of(victim.life()));
		this.injector.sleep(0, 2);
		this.injector.say("heal %s after %.2f s", victim, (System.nanoTime() - start) / 1e9);
		victim.site().heal();
		return taken;
	}

	/** From the last start on: a JVM takes seconds. */
	long killAll() {
		this.injector.say("kill -9 all");
		this.injector.harmAll(true);
		this.bed.participants.forEach(Participant::kill);
		this.injector.sleep(0, 2);
		this.bed.participants.forEach(Participant::start);
		long start = System.nanoTime();
		this.injector.say("all are started again");
		Waits.isTrue(this.bed.options.bound().plusSeconds(60), this.bed.recorder::settled);
		return this.injector.awaitCovered(start, Set.of());
	}

	long wipe(Participant victim) {
		this.injector.say("kill -9 %s, and wipe its disk", victim);
		this.injector.harmAll(true);
		Life life = victim.life();
		long start = System.nanoTime();
		victim.kill();
		this.bed.raft.wipe(victim);
		long taken = this.injector.awaitCovered(start, Set.of(life));
		victim.start();
		return taken;
	}

	long fill(Participant victim) {
		this.injector.say("fill the disk of %s", victim);
		this.injector.harmAll(true);
		long start = System.nanoTime();
		this.bed.raft.fill(victim);
		// it may hold on: what is on its way needs no room
		boolean felt = Waits.isTrue(this.bed.options.ttl().multipliedBy(5),
				() -> this.bed.recorder.heldBy(victim.life()) == 0);
		this.injector.say(felt ? "%s has let go" : "%s holds on", victim);
		long taken = this.injector.awaitCovered(start, felt ? Set.of(victim.life()) : Set.of());
		this.bed.raft.makeRoom(victim);
		this.injector.say("there is room for %s again", victim);
		return taken;
	}

}
