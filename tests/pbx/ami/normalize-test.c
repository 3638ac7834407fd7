/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/ami/ami-normalize.h"

#include <string.h>

#include "server/pbx/ami/ami-parser.h"

static void
append_event (const BhPbxEvent *event, gpointer data)
{
  bh_pbx_event_describe (event, data);
  g_string_append_c (data, '\n');
}

typedef struct {
  BhAmiParser *parser;
  BhAmiNormalize *normalize;
  GString *events;
} Station;

static void
station_clear (Station *self)
{
  bh_ami_parser_free (self->parser);
  bh_ami_normalize_free (self->normalize);
  g_string_free (self->events, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Station, station_clear)

static Station
station (void)
{
  GString *events = g_string_new (NULL);
  return (Station){bh_ami_parser_new (NULL), bh_ami_normalize_new (append_event, events), events};
}

static void
feed (Station *self, const char *bytes, gsize length)
{
  while (length > 0) {
    gsize taken = bh_ami_parser_feed (self->parser, bytes, length);
    bytes += taken;
    length -= taken;
    for (BhAmiMessage *message; (message = bh_ami_parser_next (self->parser)) != NULL;)
      bh_ami_normalize_feed (self->normalize, message);
  }
}

static void
say (Station *self, const char *text)
{
  feed (self, text, strlen (text));
}

/* ---- an AMI event each ---- */

#define LEG "Channel: PJSIP/1001-0000001a\nUniqueid: 5.2\nLinkedid: 5.1\n"
#define L   "leg=5.2 call=5.1 device=PJSIP/1001"

typedef struct {
  const char *name;
  const char *text;     /* a block's lines, without the empty one */
  const char *expected; /* lines */
} Case;

static const Case leg_cases[] = {
    {"new-incoming",
     "Event: Newchannel\n" LEG "ChannelState: 4\nCallerIDNum: 139\nCallerIDName: Li\n"
     "ConnectedLineNum: <unknown>\nConnectedLineName: <unknown>\nContext: in\nExten: 4000\n",
     "leg_new " L " number=139 name=Li peer_number=\"\" peer_name=\"\" dialed=4000 context=in "
     "leg_state=dialing incoming=1\n"},
    {"new-called",
     "Event: Newchannel\n" LEG "ChannelState: 0\nCallerIDNum: 1001\nExten: s\n",
     "leg_new " L " number=1001 dialed=s leg_state=down\n"},
    {"new-local-half",
     "Event: Newchannel\nChannel: Local/1004@agents-00000003;2\nChannelState: 4\nUniqueid: 5.3\n"
     "Linkedid: 5.1\n",
     "leg_new leg=5.3 call=5.1 device=Local/1004@agents leg_state=dialing incoming=1 "
     "local_half=1\n"},
    {"new-announcer",
     "Event: Newchannel\nChannel: CBAnn/8000-00000000;1\nChannelState: 0\nUniqueid: 5.3\n",
     "leg_new leg=5.3 device=CBAnn/8000 leg_state=down local_half=1\n"},
    {"new-with-dash-in-name",
     "Event: Newchannel\nChannel: PJSIP/my-trunk-0000001a\nUniqueid: 5.3\n",
     "leg_new leg=5.3 device=PJSIP/my-trunk\n"},
    {"new-dahdi",
     "Event: Newchannel\nChannel: DAHDI/i1/12345-1\nChannelState: 1\nUniqueid: 5.3\n",
     "leg_new leg=5.3 device=DAHDI/i1/12345 leg_state=down\n"},
    {"new-without-id", "Event: Newchannel\nChannel: PJSIP/1001-1\nUniqueid: \n", ""},
    {"state-ringing",
     "Event: Newstate\n" LEG "ChannelState: 5\n",
     "leg_changed " L " leg_state=ringing\n"},
    {"state-up", "Event: Newstate\n" LEG "ChannelState: 6\n", "leg_changed " L " leg_state=up\n"},
    {"state-unheard-of", "Event: Newstate\n" LEG "ChannelState: 77\n", "leg_changed " L "\n"},
    {"state-not-a-number", "Event: Newstate\n" LEG "ChannelState: -1\n", "leg_changed " L "\n"},
    {"callerid",
     "Event: NewCallerid\n" LEG "CallerIDNum: 2\nCallerIDName: <unknown>\n",
     "leg_changed " L " number=2 name=\"\"\n"},
    {"connected-line",
     "Event: NewConnectedLine\n" LEG "ConnectedLineNum: 139\nConnectedLineName: Li\n",
     "leg_changed " L " peer_number=139 peer_name=Li\n"},
    {"hangup-by-party", "Event: HangupRequest\n" LEG, "leg_hangup_asked " L " by_party=1\n"},
    {"hangup-by-pbx",
     "Event: SoftHangupRequest\n" LEG "Cause: 16\n",
     "leg_hangup_asked " L " cause=16\n"},
    {"hangup",
     "Event: Hangup\n" LEG "Cause: 17\nCause-txt: User busy\n",
     "leg_ended " L " cause=17\n"},
    {"hangup-odd-cause", "Event: Hangup\n" LEG "Cause: 99999\n", "leg_ended " L " cause=127\n"},
    {"hold", "Event: Hold\n" LEG, "leg_held " L "\n"},
    {"unhold", "Event: Unhold\n" LEG, "leg_retrieved " L "\n"},
    {"digit", "Event: DTMFEnd\n" LEG "Digit: 5\nDirection: Received\n", "leg_digit " L " text=5\n"},
    {"digit-that-was-sent", "Event: DTMFEnd\n" LEG "Digit: 5\nDirection: Sent\n", ""},
    {"timestamp",
     "Event: Hold\nTimestamp: 1795296949.012345\n" LEG,
     "leg_held at_us=1795296949012345 " L "\n"},
    {"timestamp-short", "Event: Hold\nTimestamp: 7.5\n" LEG, "leg_held at_us=7500000 " L "\n"},
    {"timestamp-nonsense", "Event: Hold\nTimestamp: soon\n" LEG, "leg_held " L "\n"},
    {"unwanted", "Event: VarSet\n" LEG "Variable: X\nValue: y\n", ""},
    {"unheard-of", "Event: SomethingNew\n" LEG, ""},
    {"lower-case-event", "Event: hold\n" LEG, "leg_held " L "\n"},
};

#define DEST                                                                                       \
  "DestChannel: PJSIP/1002-00000002\nDestChannelState: 0\nDestCallerIDNum: 1002\n"                 \
  "DestUniqueid: 5.3\nDestLinkedid: 5.1\n"
#define D "other_leg=5.3 other_call=5.1 other_device=PJSIP/1002"

static const Case dial_cases[] = {
    {"began",
     "Event: DialBegin\n" LEG DEST "DialString: PJSIP/1002\n",
     "dial_began " L " dialed=PJSIP/1002 " D " other_number=1002 other_leg_state=down\n"},
    {"began-by-pbx",
     "Event: DialBegin\n" DEST "DialString: 1002\n",
     "dial_began dialed=1002 " D " other_number=1002 other_leg_state=down\n"},
    {"answered",
     "Event: DialEnd\n" LEG "DestUniqueid: 5.3\nDialStatus: ANSWER\n",
     "dial_ended " L " other_leg=5.3 dial_result=answered\n"},
    {"busy",
     "Event: DialEnd\n" LEG "DestUniqueid: 5.3\nDialStatus: BUSY\n",
     "dial_ended " L " other_leg=5.3 dial_result=busy\n"},
    {"no-answer",
     "Event: DialEnd\n" LEG "DestUniqueid: 5.3\nDialStatus: NOANSWER\n",
     "dial_ended " L " other_leg=5.3 dial_result=no_answer\n"},
    {"cancelled",
     "Event: DialEnd\n" LEG "DestUniqueid: 5.3\nDialStatus: CANCEL\n",
     "dial_ended " L " other_leg=5.3 dial_result=cancelled\n"},
    {"unavailable",
     "Event: DialEnd\n" LEG "DestUniqueid: 5.3\nDialStatus: CHANUNAVAIL\n",
     "dial_ended " L " other_leg=5.3 dial_result=unavailable\n"},
    {"congestion",
     "Event: DialEnd\n" LEG "DestUniqueid: 5.3\nDialStatus: CONGESTION\n",
     "dial_ended " L " other_leg=5.3 dial_result=congestion\n"},
    {"unheard-of",
     "Event: DialEnd\n" LEG "DestUniqueid: 5.3\nDialStatus: MAYBE\n",
     "dial_ended " L " other_leg=5.3\n"},
    {"nobody", "Event: DialEnd\n" LEG "DialStatus: BUSY\n", ""},
    {"bridge-entered",
     "Event: BridgeEnter\n" LEG "BridgeUniqueid: b1\nBridgeType: basic\n",
     "bridge_entered " L " bridge=b1 text=basic\n"},
    {"bridge-swapped",
     "Event: BridgeEnter\n" LEG "BridgeUniqueid: b1\nBridgeType: basic\nSwapUniqueid: 5.9\n",
     "bridge_entered " L " other_leg=5.9 bridge=b1 text=basic\n"},
    {"bridge-left",
     "Event: BridgeLeave\n" LEG "BridgeUniqueid: b1\nBridgeType: holding\n",
     "bridge_left " L " bridge=b1 text=holding\n"},
    {"bridge-merged",
     "Event: BridgeMerge\nToBridgeUniqueid: b1\nFromBridgeUniqueid: b2\n",
     "bridge_merged bridge=b2 other_bridge=b1\n"},
    {"bridge-ended", "Event: BridgeDestroy\nBridgeUniqueid: b1\n", "bridge_ended bridge=b1\n"},
    {"bridge-made", "Event: BridgeCreate\nBridgeUniqueid: b1\n", ""},
    {"local-paired",
     "Event: LocalBridge\nLocalOneUniqueid: 5.3\nLocalOneLinkedid: 5.1\nLocalTwoUniqueid: 5.4\n"
     "LocalTwoLinkedid: 5.1\n",
     "local_paired leg=5.3 call=5.1 other_leg=5.4 other_call=5.1\n"},
    {"originate-answered",
     "Event: OriginateResponse\nActionID: r1\nResponse: Success\nReason: 4\nUniqueid: 5.2\n",
     "originate_done leg=5.2 request=r1 dial_result=answered ok=1\n"},
    {"originate-no-answer",
     "Event: OriginateResponse\nActionID: r1\nResponse: Failure\nReason: 3\nUniqueid: <unknown>\n",
     "originate_done request=r1 dial_result=no_answer\n"},
    {"originate-failed",
     "Event: OriginateResponse\nActionID: r1\nResponse: Failure\nReason: 0\nUniqueid: <unknown>\n",
     "originate_done request=r1\n"},
    {"originate-busy",
     "Event: OriginateResponse\nActionID: r1\nResponse: Failure\nReason: 5\n",
     "originate_done request=r1 dial_result=busy\n"},
    {"originate-congestion",
     "Event: OriginateResponse\nActionID: r1\nResponse: Failure\nReason: 8\n",
     "originate_done request=r1 dial_result=congestion\n"},
};

#define OFFER                                                                                      \
  LEG "DestChannel: PJSIP/1002-2\nDestUniqueid: 5.3\nDestLinkedid: 5.1\n"                          \
      "Queue: support\nInterface: PJSIP/1002\nMemberName: Bob\n"
#define O L " name=Bob " D " queue=support member=PJSIP/1002"

static const Case queue_cases[] = {
    {"joined",
     "Event: QueueCallerJoin\n" LEG "Queue: support\nPosition: 2\nCount: 3\n",
     "queue_joined " L " queue=support position=2 count=3\n"},
    {"left",
     "Event: QueueCallerLeave\n" LEG "Queue: support\nPosition: 1\nCount: 0\n",
     "queue_left " L " queue=support position=1\n"},
    {"abandoned",
     "Event: QueueCallerAbandon\n" LEG "Queue: support\nPosition: 1\nOriginalPosition: 1\n",
     "queue_abandoned " L " queue=support position=1\n"},
    {"called", "Event: AgentCalled\n" OFFER, "offer_began " O "\n"},
    {"missed",
     "Event: AgentRingNoAnswer\n" OFFER "RingTime: 6000\n",
     "offer_missed " O " ring_ms=6000\n"},
    {"connected",
     "Event: AgentConnect\n" OFFER "HoldTime: 1\nRingTime: 2\n",
     "offer_answered " O " ring_ms=2000\n"},
    {"completed",
     "Event: AgentComplete\n" OFFER "Reason: caller\n",
     "offer_completed " O " text=caller\n"},
    {"completed-without-dest",
     "Event: AgentComplete\nQueue: support\nInterface: PJSIP/1002\nMemberName: Bob\nReason: "
     "transfer\n",
     "offer_completed name=Bob queue=support member=PJSIP/1002 text=transfer\n"},
    {"member-of-16",
     "Event: QueueMemberPause\nQueue: support\nMemberName: Alice\nInterface: PJSIP/1001\n"
     "StateInterface: PJSIP/1001\nMembership: dynamic\nPenalty: 2\nStatus: 1\nPaused: 1\n"
     "PausedReason: lunch\nReason: lunch\n",
     "member_changed device=PJSIP/1001 name=Alice queue=support member=PJSIP/1001 text=lunch "
     "device_state=idle penalty=2 paused=yes dynamic=1\n"},
    {"member-in-a-list",
     "Event: QueueMember\nQueue: sales\nName: Dave\nLocation: Local/1004@agents/n\n"
     "StateInterface: PJSIP/1004\nMembership: static\nPenalty: 0\nStatus: 5\nPaused: 0\n"
     "PausedReason: \n",
     "member_added device=PJSIP/1004 name=Dave queue=sales member=Local/1004@agents/n text=\"\" "
     "device_state=unreachable paused=no\n"},
    {"member-without-state-interface",
     "Event: QueueMemberAdded\nQueue: sales\nMemberName: Dave\nInterface: PJSIP/1004\n"
     "StateInterface: \nMembership: realtime\nStatus: 8\nPaused: 0\n",
     "member_added device=PJSIP/1004 name=Dave queue=sales member=PJSIP/1004 device_state=held "
     "paused=no\n"},
    {"member-removed",
     "Event: QueueMemberRemoved\nQueue: dyn\nMemberName: Bob\nInterface: PJSIP/1002\nStatus: 2\n",
     "member_removed device=PJSIP/1002 name=Bob queue=dyn member=PJSIP/1002 device_state=in_use\n"},
    {"entry",
     "Event: QueueEntry\nQueue: support\nPosition: 1\nChannel: PJSIP/trunk-6e\nUniqueid: 5.6\n"
     "CallerIDNum: 138\nWait: 2\n",
     "queue_joined leg=5.6 device=PJSIP/trunk queue=support position=1 age_ms=2000\n"},
    {"known", "Event: QueueParams\nQueue: support\nMax: 0\n", "queue_known queue=support\n"},
    {"device",
     "Event: DeviceStateChange\nDevice: PJSIP/1001\nState: RINGINUSE\n",
     "device_state device=PJSIP/1001 device_state=ringing\n"},
    {"device-held",
     "Event: DeviceStateChange\nDevice: PJSIP/1001\nState: ONHOLD\n",
     "device_state device=PJSIP/1001 device_state=held\n"},
    {"device-unknown",
     "Event: DeviceStateChange\nDevice: PJSIP/1001\nState: UNKNOWN\n",
     "device_state device=PJSIP/1001\n"},
    {"no-device-queue",
     "Event: DeviceStateChange\nDevice: Queue:support_avail\nState: INUSE\n",
     ""},
    {"no-device-pause",
     "Event: DeviceStateChange\nDevice: Queue:support_pause_PJSIP/1001\nState: INUSE\n",
     ""},
    {"no-device-conference",
     "Event: DeviceStateChange\nDevice: confbridge:8000\nState: INUSE\n",
     ""},
    {"no-device-custom", "Event: DeviceStateChange\nDevice: Custom:DND/1001\nState: INUSE\n", ""},
    {"endpoint",
     "Event: EndpointList\nObjectType: endpoint\nObjectName: 1001\nDeviceState: Not in use\n",
     "device_state device=PJSIP/1001 device_state=idle\n"},
    {"peer-lost",
     "Event: PeerStatus\nChannelType: PJSIP\nPeer: PJSIP/1004\nPeerStatus: Unreachable\n",
     "device_state device=PJSIP/1004 device_state=unreachable\n"},
    {"peer-back", "Event: PeerStatus\nPeer: PJSIP/1004\nPeerStatus: Reachable\n", ""},
};

#define TRANSFERER                                                                                 \
  "TransfererChannel: PJSIP/1001-1\nTransfererUniqueid: 5.2\nTransfererLinkedid: 5.1\n"
#define TRANSFEREE                                                                                 \
  "TransfereeChannel: PJSIP/trunk-0\nTransfereeUniqueid: 5.1\nTransfereeLinkedid: 5.1\n"
#define ATTENDED                                                                                   \
  "OrigTransfererChannel: PJSIP/1001-1\nOrigTransfererUniqueid: 5.2\n"                             \
  "OrigTransfererLinkedid: 5.1\nSecondTransfererUniqueid: 5.5\nSecondBridgeUniqueid: b2\n"         \
  "TransferTargetUniqueid: 5.6\n" TRANSFEREE
#define PARKEE "ParkeeChannel: PJSIP/trunk-0\nParkeeUniqueid: 5.1\nParkeeLinkedid: 5.1\n"

static const Case transfer_cases[] = {
    {"blind",
     "Event: BlindTransfer\nResult: Success\n" TRANSFERER TRANSFEREE
     "BridgeUniqueid: b1\nIsExternal: Yes\nContext: internal\nExtension: 1002\n",
     "transfer_blind " L " dialed=1002 context=internal other_leg=5.1 other_call=5.1 "
     "other_device=PJSIP/trunk bridge=b1\n"},
    {"blind-failed", "Event: BlindTransfer\nResult: Fail\n" TRANSFERER TRANSFEREE, ""},
    {"blind-not-permitted", "Event: BlindTransfer\nResult: Not Permitted\n" TRANSFERER, ""},
    {"attended-bridge",
     "Event: AttendedTransfer\nResult: Success\n" ATTENDED "DestType: Bridge\n"
     "DestBridgeUniqueid: b1\n",
     "transfer_attended " L " other_leg=5.1 other_call=5.1 other_device=PJSIP/trunk second_leg=5.5 "
     "target_leg=5.6 bridge=b1 text=bridge\n"},
    {"attended-link",
     "Event: AttendedTransfer\nResult: Success\n" ATTENDED "DestType: Link\n"
     "LocalOneUniqueid: 5.8\nLocalTwoUniqueid: 5.9\n",
     "transfer_attended " L " other_leg=5.1 other_call=5.1 other_device=PJSIP/trunk second_leg=5.5 "
     "target_leg=5.6 bridge=b2 text=link\n"},
    {"attended-threeway",
     "Event: AttendedTransfer\nResult: Success\n" ATTENDED "DestType: Threeway\n"
     "DestBridgeUniqueid: b1\nDestTransfererChannel: PJSIP/1001-1\n",
     "transfer_attended " L " other_leg=5.1 other_call=5.1 other_device=PJSIP/trunk second_leg=5.5 "
     "target_leg=5.6 bridge=b1 text=threeway\n"},
    {"attended-app",
     "Event: AttendedTransfer\nResult: Success\n" ATTENDED "DestType: App\nDestApp: Queue\n",
     "transfer_attended " L " other_leg=5.1 other_call=5.1 other_device=PJSIP/trunk second_leg=5.5 "
     "target_leg=5.6 text=app\n"},
    {"attended-fail", "Event: AttendedTransfer\nResult: Fail\n" ATTENDED "DestType: Fail\n", ""},
    {"parked",
     "Event: ParkedCall\nPrivilege: call,all\n" PARKEE
     "ParkerDialString: PJSIP/1001\nParkingSpace: 701\nParkingDuration: 0\n",
     "parked leg=5.1 call=5.1 device=PJSIP/trunk other_device=PJSIP/1001 text=701\n"},
    {"parked-in-a-list-alone",
     "Event: ParkedCall\nActionID: t1\n" PARKEE "ParkingSpace: 701\n",
     "parked leg=5.1 call=5.1 device=PJSIP/trunk text=701\n"},
    {"halves-in-a-list",
     "Event: CoreShowChannel\nChannel: Local/1@x-1;2\nUniqueid: 5.2\nLinkedid: 5.1\n\n"
     "Event: CoreShowChannel\nChannel: Local/1@x-2;1\nUniqueid: 5.4\nLinkedid: 5.1\n\n"
     "Event: CoreShowChannel\nChannel: Local/1@x-1;1\nUniqueid: 5.3\nLinkedid: 5.1\n",
     "snapshot_begin\n"
     "leg_new leg=5.2 call=5.1 device=Local/1@x incoming=1 local_half=1\n"
     "leg_new leg=5.4 call=5.1 device=Local/1@x incoming=1 local_half=1\n"
     "leg_new leg=5.3 call=5.1 device=Local/1@x incoming=1 local_half=1\n"
     "local_paired leg=5.2 other_leg=5.3\n"},
    {"unparked",
     "Event: UnParkedCall\n" PARKEE "RetrieverChannel: PJSIP/1002-2\nRetrieverUniqueid: 5.7\n"
     "RetrieverLinkedid: 5.7\nParkerDialString: PJSIP/1001\nParkingSpace: 701\n",
     "unparked leg=5.1 call=5.1 device=PJSIP/trunk other_leg=5.7 other_call=5.7 "
     "other_device=PJSIP/1002 text=701\n"},
    {"park-expired",
     "Event: ParkedCallTimeOut\n" PARKEE "ParkingSpace: 701\n",
     "park_expired leg=5.1 call=5.1 device=PJSIP/trunk text=701\n"},
    {"park-given-up",
     "Event: ParkedCallGiveUp\n" PARKEE "ParkingSpace: 701\n",
     "park_given_up leg=5.1 call=5.1 device=PJSIP/trunk text=701\n"},
    {"picked-up",
     "Event: Pickup\n" LEG
     "TargetChannel: PJSIP/1002-2\nTargetUniqueid: 5.3\nTargetLinkedid: 5.1\n",
     "picked_up " L " " D "\n"},
    {"conference",
     "Event: ConfbridgeJoin\n" LEG "Conference: 8000\nBridgeUniqueid: b1\nAdmin: No\n",
     "conference_joined " L " bridge=b1 text=8000\n"},
    {"conference-left",
     "Event: ConfbridgeLeave\n" LEG "Conference: 8000\nBridgeUniqueid: b1\n",
     "conference_left " L " bridge=b1 text=8000\n"},
    {"spy",
     "Event: ChanSpyStart\nSpyerChannel: PJSIP/1001-1\nSpyerUniqueid: 5.2\nSpyerLinkedid: 5.1\n"
     "SpyeeUniqueid: 5.3\nSpyeeLinkedid: 5.1\n",
     "spy_started " L " other_leg=5.3 other_call=5.1\n"},
    {"spy-stopped",
     "Event: ChanSpyStop\nSpyerChannel: PJSIP/1001-1\nSpyerUniqueid: 5.2\nSpyerLinkedid: 5.1\n",
     "spy_stopped " L "\n"},
    {"recording", "Event: MixMonitorStart\n" LEG, "recording_started " L "\n"},
    {"recording-stopped", "Event: MixMonitorStop\n" LEG, "recording_stopped " L "\n"},
    {"recording-paused",
     "Event: MixMonitorMute\n" LEG "Direction: both\nState: 1\n",
     "recording_paused " L " text=both\n"},
    {"recording-by-our-pipe",
     "Event: MixMonitorStart\nChannel: Local/record-5.1@s-1;2\nUniqueid: "
     "bh-quiet-record-5.1.2\nLinkedid: bh-quiet-record-5.1\n",
     "recording_started leg=5.1\n"},
    {"recording-by-our-pipe-paused",
     "Event: MixMonitorMute\nChannel: Local/record-5.1@s-1;2\nUniqueid: "
     "bh-quiet-record-5.1.2\nLinkedid: bh-quiet-record-5.1\nDirection: both\nState: 1\n",
     "recording_paused leg=5.1 text=both\n"},
    {"recording-by-our-pipe-ended",
     "Event: Hangup\nChannel: Local/record-5.1@s-1;2\nUniqueid: bh-quiet-record-5.1.2\n"
     "Linkedid: bh-quiet-record-5.1\nCause: 16\n",
     "recording_stopped leg=5.1\n"},
    {"recording-pipe-is-no-call",
     "Event: Hangup\nChannel: Local/record-5.1@s-1;1\nUniqueid: bh-quiet-record-5.1\n"
     "Linkedid: bh-quiet-record-5.1\nCause: 16\n",
     ""},
    {"recording-resumed",
     "Event: MixMonitorMute\n" LEG "Direction: both\nState: 0\n",
     "recording_resumed " L " text=both\n"},
};

static const Case user_cases[] = {
    {"ours",
     "Event: UserEvent\n" LEG "UserEvent: BellhopData\ncustomer: 4711\nlanguage-wanted: 中文\n",
     "attached_data " L " name=customer text=4711\nattached_data " L
     " name=language-wanted text=中文\n"},
    {"ours-from-outside",
     "Event: UserEvent\nUserEvent: bellhopdata\nCallUniqueid: 5.9\ncustomer: 4711\n",
     "attached_data leg=5.9 name=customer text=4711\n"},
    {"ours-for-another-leg",
     "Event: UserEvent\n" LEG "UserEvent: BellhopData\nCallUniqueid: 5.9\ncustomer: 4711\n",
     "attached_data leg=5.9 name=customer text=4711\n"},
    {"another",
     "Event: UserEvent\n" LEG "UserEvent: IvrChoice\nDigit: 1\nH: a: b\nCallUniqueid: 5.2\n",
     "attached_data " L " name=userevent.IvrChoice.Digit text=1\nattached_data " L
     " name=userevent.IvrChoice.H text=\"a: b\"\n"},
    {"about-no-call", "Event: UserEvent\nUserEvent: CtiTest\nH1: a\n", ""},
    {"without-name", "Event: UserEvent\n" LEG "H1: a\n", ""},
};

static const Case name_cases[] = {
    {"c-escapes",
     "Event: NewCallerid\n" LEG "CallerIDName: O\\'Brien: \\\\\\\"The Boss\\\\\\\"\n",
     "leg_changed " L " name=\"O'Brien: \\\"The Boss\\\"\"\n"},
    {"backslash",
     "Event: NewCallerid\n" LEG "CallerIDName: back\\\\\\\\slash <tag> & co\n",
     "leg_changed " L " name=\"back\\\\slash <tag> & co\"\n"},
    {"control-becomes-blank",
     "Event: NewCallerid\n" LEG "CallerIDName: a\\nb\\tc\n",
     "leg_changed " L " name=\"a b c\"\n"},
    {"backslash-at-end",
     "Event: NewCallerid\n" LEG "CallerIDName: a\\\n",
     "leg_changed " L " name=\"a\\\\\"\n"},
    {"like-a-header",
     "Event: NewCallerid\n" LEG "CallerIDName: Event: Hangup\n",
     "leg_changed " L " name=\"Event: Hangup\"\n"},
    {"chinese", "Event: NewCallerid\n" LEG "CallerIDName: 张三\n", "leg_changed " L " name=张三\n"},
    {"gbk",
     "Event: NewCallerid\n" LEG "CallerIDName: x\xd5\xc5\xc8\xfd y\n",
     "leg_changed " L " name=\"x\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd y\"\n"},
    {"cut-in-mid-character",
     "Event: NewCallerid\n" LEG "CallerIDName: 张\xe4\xb8\n",
     "leg_changed " L " name=张\xef\xbf\xbd\xef\xbf\xbd\n"},
    {"number-withheld",
     "Event: NewCallerid\n" LEG "CallerIDNum: anonymous\nConnectedLineNum: Restricted\n",
     "leg_changed " L " number=\"\" peer_number=\"\"\n"},
    {"number-odd",
     "Event: NewCallerid\n" LEG "CallerIDNum: alice@example\n",
     "leg_changed " L " number=alice@example\n"},
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_auto (Station) s = station ();
  say (&s, c->text);
  say (&s, "\n");
  static const char up[] = "link_up text=\"\"\n";
  const char *events = s.events->str;
  if (g_str_has_prefix (events, up))
    events += strlen (up);
  g_assert_cmpstr (events, ==, c->expected);
}

/* ---- the link ---- */

#define GREETING "Asterisk Call Manager/11.0.0\r\n"
#define LOGIN    "Response: Success\r\nActionID: t1\r\nMessage: Authentication accepted\r\n\r\n"
#define BOOTED(uptime)                                                                             \
  "Event: FullyBooted\r\nPrivilege: system,all\r\nUptime: " uptime                                 \
  "\r\nStatus: Fully Booted\r\n\r\n"
#define CORE_STATUS(id, time)                                                                      \
  "Response: Success\r\nActionID: " id "\r\nCoreStartupDate: 2026-11-21\r\nCoreStartupTime: " time \
  "\r\nCoreReloadDate: 2026-11-21\r\n\r\n"
#define HELD     "Event: Hold\r\nChannel: PJSIP/1-1\r\nUniqueid: 5.2\r\nLinkedid: 5.1\r\n\r\n"
#define LEG_HELD "leg_held leg=5.2 call=5.1 device=PJSIP/1\n"
#define NEW_LINK "link_down text=\"The connection to the PBX ended, a new one began.\"\n"

static const Case link_cases[] = {
    {"boot-known",
     GREETING LOGIN BOOTED ("1") CORE_STATUS ("t2", "21:35:46") HELD,
     "link_up text=2026-11-21T21:35:46\ncommand_done request=t2 ok=1\n" LEG_HELD},
    {"boot-unknown", GREETING LOGIN BOOTED ("1") HELD, "link_up text=\"\"\n" LEG_HELD},
    {"nothing-happens", GREETING LOGIN BOOTED ("1"), ""},
    {"boot-known-too-late",
     GREETING LOGIN HELD CORE_STATUS ("t2", "21:35:46") HELD,
     "link_up text=\"\"\n" LEG_HELD "command_done request=t2 ok=1\n" LEG_HELD},
    {"same-boot-again",
     GREETING CORE_STATUS ("t2", "21:35:46") GREETING CORE_STATUS ("t3", "21:35:46"),
     "link_up text=2026-11-21T21:35:46\ncommand_done request=t2 ok=1\n" NEW_LINK
     "link_up text=2026-11-21T21:35:46\ncommand_done request=t3 ok=1\n"},
    {"another-boot",
     GREETING CORE_STATUS ("t2", "21:35:46") GREETING CORE_STATUS ("t3", "22:00:00"),
     "link_up text=2026-11-21T21:35:46\ncommand_done request=t2 ok=1\n" NEW_LINK
     "link_up text=2026-11-21T22:00:00\ncommand_done request=t3 ok=1\n"},
    {"another-boot-by-uptime",
     GREETING BOOTED ("300") HELD GREETING BOOTED ("1") HELD,
     "link_up text=\"\"\n" LEG_HELD NEW_LINK "link_up text=#2\n" LEG_HELD},
    {"same-boot-by-uptime",
     GREETING BOOTED ("300") HELD GREETING BOOTED ("301") HELD,
     "link_up text=\"\"\n" LEG_HELD NEW_LINK "link_up text=\"\"\n" LEG_HELD},
    {"shutdown",
     GREETING HELD "Event: Shutdown\r\nShutdown: Cleanly\r\nRestart: False\r\n\r\n" HELD,
     "link_up text=\"\"\n" LEG_HELD "link_down text=\"The PBX is being shut down.\"\n" LEG_HELD},
    {"restart",
     GREETING HELD "Event: Shutdown\r\nShutdown: Cleanly\r\nRestart: True\r\n\r\n" GREETING HELD,
     "link_up text=\"\"\n" LEG_HELD
     "link_down text=\"The PBX is being restarted.\"\nlink_up text=\"\"\n" LEG_HELD},
    {"own-session-is-deaf-until-boot-id",
     GREETING "Response: Success\r\nActionID: bh-login\r\n\r\n" HELD CORE_STATUS ("bh-status",
                                                                                  "21:35:46") HELD,
     "link_up text=2026-11-21T21:35:46\n" LEG_HELD},
    {"own-login-refused",
     GREETING "Response: Error\r\nActionID: bh-login\r\n\r\n" HELD,
     "link_up text=\"\"\n" LEG_HELD},
    {"answer-before-the-link", GREETING LOGIN, ""},
    {"answers",
     GREETING HELD "Response: Error\r\nActionID: r1\r\nMessage: No such channel\r\n\r\n"
                   "Response: Success\r\nMessage: nobody asked\r\n\r\n"
                   "Response: Success\r\nActionID: r2\r\nEventList: start\r\n\r\n"
                   "Response: Success\r\nActionID: bh-ping\r\nPing: Pong\r\n\r\n",
     "link_up text=\"\"\n" LEG_HELD "command_done text=\"No such channel\" request=r1\n"},
};

static void
test_link (gconstpointer data)
{
  const Case *c = data;
  g_auto (Station) s = station ();
  say (&s, c->text);
  g_assert_cmpstr (s.events->str, ==, c->expected);
}

static void
test_link_down (void)
{
  g_auto (Station) s = station ();
  bh_ami_normalize_link_down (s.normalize, "Cut.");
  g_assert_cmpstr (s.events->str, ==, "");
  say (&s, HELD);
  bh_ami_normalize_link_down (s.normalize, "Cut.");
  bh_ami_normalize_link_down (s.normalize, "Cut again.");
  g_assert_cmpstr (s.events->str, ==, "link_up text=\"\"\n" LEG_HELD "link_down text=Cut.\n");
  g_assert_cmpstr (bh_ami_normalize_get_boot (s.normalize), ==, "");
}

/* ---- snapshots ---- */

#define CHANNELS_START "Response: Success\r\nActionID: t4\r\nEventList: start\r\n\r\n"
#define CHANNEL(list, bridge)                                                                      \
  "Event: " list "\r\nActionID: t4\r\nChannel: PJSIP/1-1\r\nChannelState: 6\r\nUniqueid: 5.2\r\n"  \
  "Linkedid: 5.1\r\nApplication: AppQueue\r\nApplicationData: (Outgoing Line)\r\n"                 \
  "Data: (Outgoing Line)\r\nDuration: 01:02:03\r\nSeconds: 3723\r\nBridgeID: " bridge "\r\n\r\n"
#define CHANNEL_NEW     "leg_new leg=5.2 call=5.1 device=PJSIP/1 leg_state=up age_ms=3723000\n"
#define CHANNEL_ENTERED "bridge_entered leg=5.2 call=5.1 device=PJSIP/1 bridge=b1\n"
#define COMPLETE(list)                                                                             \
  "Event: " list "\r\nActionID: t4\r\nEventList: Complete\r\nListItems: 1\r\n\r\n"
#define OWN(id) "Response: Success\r\nActionID: bh-snapshot-" id "\r\nPing: Pong\r\n\r\n"

static const Case snapshot_cases[] = {
    {"channels",
     CHANNELS_START CHANNEL ("CoreShowChannel", "b1") COMPLETE ("CoreShowChannelsComplete"),
     "link_up text=\"\"\nsnapshot_begin\n" CHANNEL_NEW CHANNEL_ENTERED "snapshot_end text=legs\n"},
    {"channels-without-bridge",
     CHANNELS_START CHANNEL ("CoreShowChannel", "") COMPLETE ("CoreShowChannelsComplete"),
     "link_up text=\"\"\nsnapshot_begin\n" CHANNEL_NEW "snapshot_end text=legs\n"},
    {"no-channels",
     CHANNELS_START COMPLETE ("CoreShowChannelsComplete"),
     "link_up text=\"\"\nsnapshot_begin\nsnapshot_end text=legs\n"},
    /* Status may have been asked of one channel: nothing is known to be gone. */
    {"status",
     CHANNELS_START CHANNEL ("Status", "b1") COMPLETE ("StatusComplete"),
     "link_up text=\"\"\nsnapshot_begin\n" CHANNEL_NEW CHANNEL_ENTERED "snapshot_end text=\"\"\n"},
    {"status-after-channels",
     CHANNEL ("CoreShowChannel", "") COMPLETE ("CoreShowChannelsComplete") CHANNEL ("Status", "b1")
         COMPLETE ("StatusComplete"),
     "link_up text=\"\"\nsnapshot_begin\n" CHANNEL_NEW "snapshot_end text=legs\n"},
    {"live-event-in-between",
     CHANNEL ("CoreShowChannel", "") HELD COMPLETE ("CoreShowChannelsComplete"),
     "link_up text=\"\"\nsnapshot_begin\n" CHANNEL_NEW LEG_HELD "snapshot_end text=legs\n"},
    {"queues-alone",
     "Event: QueueParams\r\nQueue: q\r\n\r\n" COMPLETE ("QueueStatusComplete"),
     "link_up text=\"\"\nqueue_known queue=q\n"},
    {"caller-in-queue",
     "Event: CoreShowChannel\r\nChannel: PJSIP/t-1\r\nChannelState: 6\r\nUniqueid: 5.1\r\n"
     "Application: Queue\r\nApplicationData: support,tT,,,60\r\nDuration: 00:00:02\r\n\r\n",
     "link_up text=\"\"\nsnapshot_begin\nleg_new leg=5.1 device=PJSIP/t queue=support leg_state=up "
     "age_ms=2000 incoming=1\n"},
    {"own",
     OWN ("begin") CHANNEL ("CoreShowChannel", "")
         COMPLETE ("CoreShowChannelsComplete") "Event: QueueParams\r\nQueue: q\r\n\r\n" COMPLETE (
             "QueueStatusComplete") "Event: ParkedCall\r\nActionID: t\r\nParkeeUniqueid: "
                                    "5.2\r\nParkingSpace: 701\r\n"
                                    "ParkingDuration: 4\r\n\r\n" COMPLETE (
                                        "DeviceStateListComplete") OWN ("end"),
     "link_up text=\"\"\nsnapshot_begin\n" CHANNEL_NEW
     "queue_known queue=q\nparked leg=5.2 text=701 age_ms=4000\n"
     "snapshot_end text=\"legs queues devices\"\n"},
    {"own-without-queues",
     OWN ("begin") COMPLETE ("CoreShowChannelsComplete") OWN ("end"),
     "link_up text=\"\"\nsnapshot_begin\nsnapshot_end text=legs\n"},
    {"cut-in-the-middle",
     CHANNEL ("CoreShowChannel", "") GREETING HELD,
     "link_up text=\"\"\nsnapshot_begin\n" CHANNEL_NEW NEW_LINK "link_up text=\"\"\n" LEG_HELD},
};

/* ---- recorded reality ---- */

static char *
read_file (const char *path, gsize *length)
{
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;
  g_file_get_contents (path, &bytes, length, &error);
  g_assert_no_error (error);
  return bytes;
}

static void
test_golden (gconstpointer name)
{
  g_autofree char *capture =
      g_strdup_printf ("%s/asterisk-22/%s.ami", g_getenv ("BH_CAPTURES"), (const char *) name);
  g_autofree char *file = g_strconcat (name, ".txt", NULL);
  g_autofree char *golden = g_test_build_filename (G_TEST_DIST, "goldens", file, NULL);
  gsize length = 0;
  g_autofree char *bytes = read_file (capture, &length);
  g_autofree char *expected = read_file (golden, NULL);
  g_auto (Station) whole = station ();
  feed (&whole, bytes, length);
  g_assert_cmpstr (whole.events->str, ==, expected);
  g_auto (Station) pieces = station ();
  for (gsize at = 0; at < length; at++)
    feed (&pieces, bytes + at, 1);
  g_assert_cmpstr (pieces.events->str, ==, expected);
}

/* Every name of the recording with odd ones is shown as it was dialed with. */
static void
test_odd_names (void)
{
  static const char *const names[] = {"name=张三",
                                      "name=\"O'Brien: \\\"The Boss\\\"\"",
                                      "name=\"back\\\\slash <tag> & co\"",
                                      "name=\"王小明 (VIP), 北京; 100%\"",
                                      "name=\"😀 emoji\"",
                                      "name=\"Event: Hangup\""};
  g_autofree char *capture =
      g_strdup_printf ("%s/asterisk-22/t-callerid-odd.ami", g_getenv ("BH_CAPTURES"));
  gsize length = 0;
  g_autofree char *bytes = read_file (capture, &length);
  g_auto (Station) s = station ();
  feed (&s, bytes, length);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_nonnull (strstr (s.events->str, names[i]));
  g_assert_true (g_utf8_validate (s.events->str, (gssize) s.events->len, NULL));
}

static void
add_cases (const char *group, const Case *cases, gsize n, GTestDataFunc func)
{
  for (gsize i = 0; i < n; i++) {
    g_autofree char *path = g_strdup_printf ("/pbx/ami/normalize/%s/%s", group, cases[i].name);
    g_test_add_data_func (path, &cases[i], func);
  }
}
#define ADD(group, cases, func) add_cases (group, cases, G_N_ELEMENTS (cases), func)

int
main (int argc, char **argv)
{
  static const char *const goldens[] = {"g2-attended-transfer-dtmf",
                                        "l-queue-members",
                                        "n-chanspy",
                                        "o-parking",
                                        "q-snapshot-midcall",
                                        "r3-stop-now"};
  g_test_init (&argc, &argv, NULL);
  ADD ("leg", leg_cases, test_case);
  ADD ("dial", dial_cases, test_case);
  ADD ("queue", queue_cases, test_case);
  ADD ("transfer", transfer_cases, test_case);
  ADD ("user-event", user_cases, test_case);
  ADD ("name", name_cases, test_case);
  ADD ("link", link_cases, test_link);
  ADD ("snapshot", snapshot_cases, test_link);
  g_test_add_func ("/pbx/ami/normalize/link/down", test_link_down);
  for (gsize i = 0; i < G_N_ELEMENTS (goldens); i++) {
    g_autofree char *path = g_strconcat ("/pbx/ami/normalize/golden/", goldens[i], NULL);
    g_test_add_data_func (path, goldens[i], test_golden);
  }
  g_test_add_func ("/pbx/ami/normalize/odd-names", test_odd_names);
  return g_test_run ();
}
