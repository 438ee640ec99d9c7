package dev.sm.benchmarks.chaos;

import java.util.Arrays;
import java.util.List;

/**
 * What can be done to the cluster.
 */
enum Fault {

	/** A participant ends at once, as by {@code kill -9}. */
	KILL("a participant is killed"),

	/** So does the one that plans. */
	KILL_CONTROLLER("the controller is killed"),

	/** A participant stands still for longer than its session lives, and goes on. */
	PAUSE("a participant is paused"),

	/** So does the one that plans. */
	PAUSE_CONTROLLER("the controller is paused"),

	/** Nothing gets from a participant to the store or back. */
	CUT("a participant is cut off the store"),

	/** Answers still come. */
	CUT_REQUESTS("a participant's requests are cut off"),

	/** Requests still arrive. */
	CUT_ANSWERS("the store's answers to a participant are cut off"),

	/** Nothing gets from a participant to anybody or back. */
	ISOLATE("a participant is cut off everything"),

	/** A participant's time of day jumps; it stays there. */
	CLOCK("a participant's clock is stepped"),

	/** So does that of the one that plans. */
	CLOCK_CONTROLLER("the controller's clock is stepped"),

	/** A participant is asked to end, hands everything off, and is started again. */
	RESTART("a participant is restarted"),

	/** So is the one that plans. */
	RESTART_CONTROLLER("the controller is restarted"),

	/** The whole store stands still. */
	STORE_PAUSE("the store is paused"),

	/** The whole store is killed and started again. */
	STORE_RESTART("the store is killed and restarted"),

	/** The whole store is killed, loses all it had, and starts again. */
	STORE_WIPE("the store is killed and comes back empty"),

	/** A participant is killed while the store stands still. */
	STORE_PAUSE_AND_KILL("the store is paused and a participant is killed"),

	/** The leader of a store with several members is killed. */
	LEADER_KILL("the store's leader is killed"),

	/** The leader of a store with several members stands still. */
	LEADER_PAUSE("the store's leader is paused"),

	/** The leader of a store reaches its clients, but no other member. */
	LEADER_CUT("the store's leader is cut off the other members"),

	/** All participants, which are the store, are killed and started again. */
	ALL_KILL("all members are killed and restarted"),

	/** A participant, which is a member of the store, is killed and loses its disk. */
	DISK_WIPE("a member is killed and loses its disk"),

	/** Nothing can be written to the disk of a participant that is a member. */
	DISK_FULL("a member's disk is full");

	private final String description;

	Fault(String description) {
		this.description = description;
	}

	/** The faults that can be had. */
	static List<Fault> of(Testbed bed) {
		return Arrays.stream(values())
			.filter((fault) -> bed.options.faults().contains(fault.name()) && fault.isPossible(bed))
			.toList();
	}

	private boolean isPossible(Testbed bed) {
		if (bed.options.raft()) {
			return isPossibleOnRaft(bed);
		}
		return switch (this) {
			case ALL_KILL, DISK_WIPE, DISK_FULL -> false;
			// Consul's test server has no disk: to restart it is to wipe it
			case STORE_RESTART -> bed.options.coordination().equals("etcd");
			case LEADER_KILL, LEADER_PAUSE -> bed.options.etcd() > 1;
			case LEADER_CUT -> bed.options.etcd() > 1 && bed.network.isReal();
			case ISOLATE -> bed.network.isReal();
			case CLOCK, CLOCK_CONTROLLER -> bed.clocks.canStep();
			default -> true;
		};
	}

	/** The participants are the store: it has no faults that are not theirs. */
	private boolean isPossibleOnRaft(Testbed bed) {
		return switch (this) {
			case STORE_PAUSE, STORE_RESTART, STORE_WIPE, STORE_PAUSE_AND_KILL -> false;
			case CUT, CUT_REQUESTS, CUT_ANSWERS, LEADER_CUT, ISOLATE -> bed.network.isReal();
			case CLOCK, CLOCK_CONTROLLER -> bed.clocks.canStep();
			case DISK_FULL -> bed.raft.hasDisks();
			default -> true;
		};
	}

	@Override
	public String toString() {
		return this.description;
	}

}
