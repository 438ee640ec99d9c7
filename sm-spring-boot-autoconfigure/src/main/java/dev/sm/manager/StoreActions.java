package dev.sm.manager;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Watch;
import dev.sm.coordination.WatchEvent;
import dev.sm.coordination.WatchListener;
import dev.sm.membership.Requests;

/**
 * Carries out what a machine wants of the coordination store, without waiting. Answers
 * are posted. To be used on the loop only.
 */
final class StoreActions {

	private final CoordinationStore store;

	private final Consumer<ServiceEvent> post;

	private final Map<Long, Watch> watches = new HashMap<>();

	StoreActions(CoordinationStore store, Consumer<ServiceEvent> post) {
		this.store = store;
		this.post = post;
	}

	/**
	 * Carries out an action.
	 * @param action the action
	 * @return whether it was one for the store
	 */
	boolean perform(ServiceAction action) {
		if (action instanceof ServiceAction.ListKeys list) {
			list(list);
		}
		else if (action instanceof ServiceAction.Commit commit) {
			commit(commit);
		}
		else if (action instanceof ServiceAction.Watch watch) {
			watch(watch);
		}
		else if (action instanceof ServiceAction.Unwatch unwatch) {
			unwatch(unwatch.watchId());
		}
		else {
			return false;
		}
		return true;
	}

	void close() {
		List.copyOf(this.watches.keySet()).forEach(this::unwatch);
	}

	private void list(ServiceAction.ListKeys action) {
		Requests.send(() -> this.store.list(action.prefix()))
			.whenComplete((snapshot, error) -> this.post
				.accept((error == null) ? new ServiceEvent.Listed(action.requestId(), snapshot)
						: new ServiceEvent.ListFailed(action.requestId(), Requests.reason(error))));
	}

	private void commit(ServiceAction.Commit action) {
		Requests.send(() -> this.store.commit(action.transaction()))
			.whenComplete((result, error) -> this.post
				.accept((error == null) ? new ServiceEvent.Committed(action.requestId(), result)
						: new ServiceEvent.CommitFailed(action.requestId(), Requests.reason(error))));
	}

	private void watch(ServiceAction.Watch action) {
		try {
			Watch watch = this.store.watch(action.prefix(), action.afterRevision(), new Listener(action.watchId()));
			this.watches.put(action.watchId(), watch);
		}
		catch (RuntimeException ex) {
			this.post.accept(new ServiceEvent.Gap(action.watchId(), Requests.reason(ex)));
		}
	}

	private void unwatch(long watchId) {
		Watch watch = this.watches.remove(watchId);
		if (watch != null) {
			watch.close();
		}
	}

	/**
	 * Posts what a watch tells.
	 */
	private final class Listener implements WatchListener {

		private final long watchId;

		private Listener(long watchId) {
			this.watchId = watchId;
		}

		@Override
		public void onEvents(List<WatchEvent> events, long revision) {
			StoreActions.this.post.accept(new ServiceEvent.Watched(this.watchId, events, revision));
		}

		@Override
		public void onGap(String reason) {
			StoreActions.this.post.accept(new ServiceEvent.Gap(this.watchId, reason));
		}

	}

}
