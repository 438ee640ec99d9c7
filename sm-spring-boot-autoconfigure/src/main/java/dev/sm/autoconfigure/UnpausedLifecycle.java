package dev.sm.autoconfigure;

import org.springframework.context.SmartLifecycle;

/** Begins and ends with the context, and is not paused with it. */
abstract class UnpausedLifecycle implements SmartLifecycle {

	private volatile boolean running;

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public final boolean isRunning() {
		return this.running;
	}

	@Override
	public final boolean isPauseable() {
		return false;
	}

}
