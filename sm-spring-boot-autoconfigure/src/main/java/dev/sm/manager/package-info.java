/**
 * Ownership at run time: passive machines that decide and a small driver that acts.
 * <p>
 * All that a service's instances know of each other is in the coordination store, below
 * {@code {prefix}/{service}}:
 * <table>
 * <caption>Keys of a service</caption>
 * <tr>
 * <th>key</th>
 * <th>content</th>
 * <th>written by</th>
 * </tr>
 * <tr>
 * <td>{@code participants/{id}}</td>
 * <td>session, address, zone, weight, limit, tags, whether it is stopping</td>
 * <td>the participant, created only if absent, bound to its session</td>
 * </tr>
 * <tr>
 * <td>{@code status/{id}}</td>
 * <td>session, revision of the assignment document that it reflects, what is held,
 * prepared and quarantined, loads</td>
 * <td>the participant, bound to its session</td>
 * </tr>
 * <tr>
 * <td>{@code controller}</td>
 * <td>session and participant; its revision is the term, so it is never rewritten</td>
 * <td>a participant, created only if absent, bound to its session</td>
 * </tr>
 * <tr>
 * <td>{@code assignments/{id}}</td>
 * <td>the session that it is meant for; by shard: own at an epoch, prepare, or drop</td>
 * <td>the controller; every transaction compares the term and what it was decided
 * from</td>
 * </tr>
 * <tr>
 * <td>{@code epoch}</td>
 * <td>the last epoch that was handed out; started from the wall clock; never deleted</td>
 * <td>the controller, with the assignments that use it</td>
 * </tr>
 * <tr>
 * <td>{@code specs/{shard}}</td>
 * <td>what is asked for a shard; for a fixed shard, in place of the defaults</td>
 * <td>people</td>
 * </tr>
 * <tr>
 * <td>{@code moves/{shard}}</td>
 * <td>the participant that a person moved a shard to</td>
 * <td>people; removed by the controller when it must give the shard elsewhere</td>
 * </tr>
 * <tr>
 * <td>{@code drains/{participant}}</td>
 * <td>present while the participant is to hold nothing</td>
 * <td>people</td>
 * </tr>
 * <tr>
 * <td>{@code report}</td>
 * <td>why shards are where they are, or nowhere; at most 500 of them; for people, nothing
 * is decided by it</td>
 * <td>the controller</td>
 * </tr>
 * </table>
 * An assignment or a status that does not fit into one key has chunks in keys below its
 * own, {@code assignments/{id}/{chunk}}, written and removed with it: {@code ChunkHead},
 * {@code Chunks}.
 * <p>
 * Documents are lines of fields separated by tabs, the first of which starts with the
 * version, {@code v1}, or {@code v2} where there are chunks. What cannot be read is told,
 * skipped and never acted on: a spec leaves its shard where it is, a registration counts
 * as alive but is given nothing, an assignment is dropped by its participant and written
 * anew after that.
 * <p>
 * Reading order: {@link dev.sm.manager.ServiceMachine}, then {@code ParticipantMachine}
 * with {@code Slot}, then {@code ControllerMachine} with {@code Steps} and
 * {@code Change}; {@code Rules} has every condition that safety rests on.
 */
@NullMarked
package dev.sm.manager;

import org.jspecify.annotations.NullMarked;
