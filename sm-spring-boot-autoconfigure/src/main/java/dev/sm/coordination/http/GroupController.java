package dev.sm.coordination.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import dev.sm.event.OperatorAction;
import dev.sm.event.OperatorAction.Outcome;
import dev.sm.event.OperatorLog;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The members of the group. Whoever changes them is kept.
 */
@RestController
@RequestMapping("/sm/raft")
public final class GroupController extends GuardedController {

	private final GroupAccess group;

	private final OperatorLog log;

	/**
	 * Creates the controller.
	 * @param group the group
	 * @param log keeps who changed the members
	 * @param access who may ask
	 */
	public GroupController(GroupAccess group, OperatorLog log, RequestAccess access) {
		super(access);
		this.group = group;
		this.log = log;
	}

	@GetMapping
	Map<String, Object> show() {
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("member", this.group.memberId());
		answer.put("leader", this.group.leader());
		answer.put("members", this.group.members());
		return answer;
	}

	@PostMapping("/join")
	Map<String, Object> join(@RequestBody Map<String, @Nullable String> member, HttpServletRequest request) {
		String given = (member.get("raftAddr") != null) ? member.get("raftAddr") : member.get("address");
		String address = Objects.requireNonNullElse(given, "");
		String id = Objects.requireNonNullElse(member.get("id"), "");
		String added = id.isEmpty() ? address : id + "@" + address;
		return changed("join", added, request, () -> this.group.add(added));
	}

	@PostMapping("/leave")
	Map<String, Object> leave(@RequestBody(required = false) @Nullable Map<String, @Nullable String> member,
			HttpServletRequest request) {
		String id = (member != null) ? member.get("id") : null;
		String removed = (id != null && !id.isEmpty()) ? id : this.group.memberId();
		return changed("leave", removed, request, () -> this.group.remove(removed));
	}

	private Map<String, Object> changed(String action, String member, HttpServletRequest request,
			Supplier<CompletionStage<Void>> change) {
		Outcome outcome = Outcome.FAILED;
		String reason = "";
		try {
			answer(change.get());
			outcome = Outcome.DONE;
		}
		catch (RuntimeException ex) {
			outcome = (ex instanceof IllegalArgumentException) ? Outcome.REFUSED : Outcome.FAILED;
			reason = String.valueOf(ex.getMessage());
			throw ex;
		}
		finally {
			this.log
				.record(new OperatorAction(who(request), "raft", action, Map.of("member", member), outcome, reason));
		}
		return show();
	}

	private static String who(HttpServletRequest request) {
		return (request.getUserPrincipal() != null) ? OperatorLog.name(request.getUserPrincipal())
				: String.valueOf(request.getRemoteAddr());
	}

}
