package dev.sm.coordination.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The members of the group.
 */
@RestController
@RequestMapping("/sm/raft")
public final class GroupController extends ErrorAnswers {

	private final GroupAccess group;

	/**
	 * Creates the controller.
	 * @param group the group
	 */
	public GroupController(GroupAccess group) {
		this.group = group;
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
	Map<String, Object> join(@RequestBody Map<String, @Nullable String> member) {
		String given = (member.get("raftAddr") != null) ? member.get("raftAddr") : member.get("address");
		String address = Objects.requireNonNullElse(given, "");
		String id = Objects.requireNonNullElse(member.get("id"), "");
		answer(this.group.add(id.isEmpty() ? address : id + "@" + address));
		return show();
	}

	@PostMapping("/leave")
	Map<String, Object> leave(@RequestBody(required = false) @Nullable Map<String, @Nullable String> member) {
		String id = (member != null) ? member.get("id") : null;
		answer(this.group.remove((id != null && !id.isEmpty()) ? id : this.group.memberId()));
		return show();
	}

}
