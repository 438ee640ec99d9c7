package dev.sm.testkit;

import java.util.List;

import dev.sm.coordination.WatchEvent;
import dev.sm.coordination.WatchListener;

/**
 * Notes the calls it gets.
 */
class RecordingListener implements WatchListener {

	private final List<List<WatchEvent>> calls;

	RecordingListener(List<List<WatchEvent>> calls) {
		this.calls = calls;
	}

	@Override
	public void onEvents(List<WatchEvent> events, long revision) {
		this.calls.add(events);
	}

	@Override
	public void onGap(String reason) {
		throw new AssertionError(reason);
	}

}
