package dev.sm.endpoint;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sm.manager.ServiceDescription;
import dev.sm.manager.ServiceDescription.ParticipantInfo;
import dev.sm.manager.ServiceDescription.ShardInfo;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A service as the endpoint shows it. Immutable.
 *
 * @param generation the generation of the assignment
 * @param controller the participant that computes the assignment, or {@code null}
 * @param participants the participants
 * @param shards some of the shards
 * @param total how many shards there are
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ServiceView(long generation, @Nullable String controller, List<ParticipantView> participants,
		List<ShardView> shards, int total) implements OperationResponseBody {

	/** The most shards in one answer. */
	static final int MAX_SHARDS = 1000;

	static ServiceView of(ServiceDescription service, int offset, int limit) {
		int total = service.shards().size();
		int from = Math.min(offset, total);
		List<ShardInfo> page = service.shards().subList(from, from + Math.min(limit, total - from));
		return new ServiceView(service.generation(), service.controller(),
				service.participants().stream().map(ParticipantView::of).toList(),
				page.stream().map(ShardView::of).toList(), total);
	}

	/** JSON has no word for what is not a number. */
	private static double finite(double load) {
		return Double.isFinite(load) ? load : 0;
	}

	@JsonInclude(JsonInclude.Include.ALWAYS)
	record ParticipantView(String id, @Nullable String address, String zone, double weight, String state, double load,
			int shards) {

		private static ParticipantView of(ParticipantInfo info) {
			return new ParticipantView(info.id(), info.address(), info.zone(), info.weight(), info.state(),
					finite(info.load()), info.shards());
		}

	}

	@JsonInclude(JsonInclude.Include.ALWAYS)
	record ShardView(String id, @Nullable String owner, long epoch, String state, double load, List<String> standbys,
			String reason) {

		private static ShardView of(ShardInfo info) {
			return new ShardView(info.id(), info.owner(), info.epoch(), info.state(), finite(info.load()),
					info.standbys(), info.reason());
		}

	}

}
