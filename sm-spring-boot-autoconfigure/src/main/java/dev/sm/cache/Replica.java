package dev.sm.cache;

/**
 * A node of a replicated pool, and what this instance knows of the copies there. A node
 * that has not answered may have missed writes; so what was missed is first removed from
 * it, then it is filled while it is not read from, and then it is read from again.
 * Thread-safe.
 */
final class Replica {

	/** How many copies tell how warm a node is. */
	private static final int SAMPLE = 64;

	/** How many of them it must have had. */
	private static final int WARM = 58;

	/** The greatest distance of a node that serves and is sure of a key. */
	static final int GOOD = 1;

	/**
	 * The greatest distance of a node whose keys can be trusted, though some may lack.
	 */
	static final int FILLED = 2;

	/** The distance of a node at which a write of a key is under way. */
	static final int WRITTEN = 4;

	/** The distance of a node that has missed a write of a key. */
	static final int MISSED = 5;

	/** The distance of a node that does not answer. */
	static final int AWAY = 6;

	/** What a node is used for. */
	enum Stage {

		/** It is read from and written to. */
		SERVING,

		/** Missed keys are being removed from it; it is written to. */
		CATCHING_UP,

		/** It is being filled; it is written to. */
		WARMING

	}

	private final PoolNode node;

	private final OpenWrites writes;

	private final boolean near;

	private volatile Stage stage;

	private boolean busy;

	private int copies;

	private int present;

	private volatile long warmAt;

	/**
	 * Creates it.
	 * @param node the node
	 * @param writes the writes that it may not have
	 * @param near whether it is in the zone of this instance
	 */
	Replica(PoolNode node, OpenWrites writes, boolean near) {
		this.node = node;
		this.writes = writes;
		this.near = near;
		this.stage = (writes.missed() > 0 || writes.overflowed()) ? Stage.CATCHING_UP : Stage.SERVING;
	}

	PoolNode node() {
		return this.node;
	}

	OpenWrites writes() {
		return this.writes;
	}

	Stage stage() {
		return this.stage;
	}

	Stage stage(long now) {
		filling(now);
		return this.stage;
	}

	/**
	 * How good it is to read keys here, less being better.
	 * @return 0 (near) or 1; 2 while it is filled; 3 while it catches up with other keys;
	 * 4 while one of these is written; 5 if it has missed a write of one; 6 while it does
	 * not answer
	 */
	int distance(Iterable<byte[]> keys) {
		if (this.node.health().open()) {
			return AWAY;
		}
		OpenWrites.State worst = OpenWrites.State.KNOWN;
		for (byte[] key : keys) {
			OpenWrites.State state = this.writes.state(key);
			worst = (state.compareTo(worst) > 0) ? state : worst;
		}
		return switch (worst) {
			case MISSED -> MISSED;
			case WRITTEN -> WRITTEN;
			case KNOWN -> (this.stage == Stage.CATCHING_UP) ? WRITTEN - 1
					: (this.stage == Stage.WARMING) ? FILLED : this.near ? 0 : GOOD;
		};
	}

	/** It has not answered: what it has may be old until it has caught up. */
	synchronized void away() {
		this.stage = Stage.CATCHING_UP;
	}

	/** Whether to begin catching up, and nobody does. */
	synchronized boolean begin() {
		boolean first = !this.busy;
		this.busy = true;
		return first;
	}

	/** Catching up has stopped for now. */
	synchronized void pause() {
		this.busy = false;
	}

	/**
	 * Everything that was missed is removed.
	 * @param until when it is read from at the latest
	 */
	synchronized void caughtUp(long until) {
		this.busy = false;
		if (this.stage == Stage.CATCHING_UP) {
			this.copies = 0;
			this.present = 0;
			this.warmAt = until;
			this.stage = Stage.WARMING;
		}
	}

	/** A value that another node has was copied here, unless it was here already. */
	synchronized void copied(boolean absent) {
		this.copies++;
		this.present += absent ? 0 : 1;
		if (this.copies == SAMPLE) {
			if (this.stage == Stage.WARMING && this.present >= WARM) {
				this.stage = Stage.SERVING;
			}
			this.copies = 0;
			this.present = 0;
		}
	}

	/** Whether it is being filled; ends that when it has taken long enough. */
	boolean filling(long now) {
		if (this.stage == Stage.WARMING && now - this.warmAt >= 0) {
			synchronized (this) {
				this.stage = (this.stage == Stage.WARMING) ? Stage.SERVING : this.stage;
			}
		}
		return this.stage == Stage.WARMING;
	}

}
