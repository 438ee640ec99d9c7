package dev.sm.observation;

import dev.sm.storage.KeyTracking;
import dev.sm.storage.TrackingStorage;

/** A node that tells of changes, whose commands are observed. */
final class ObservedTrackingNode extends ObservedNode<TrackingStorage> implements TrackingStorage {

	ObservedTrackingNode(TrackingStorage delegate, CommandObservations observations) {
		super(delegate, observations);
	}

	@Override
	public void track(KeyTracking tracking) {
		this.delegate.track(tracking);
	}

}
