/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The header names that Bellhop reads. Asterisk compares them without regard to case, and writes
 * some in several ways itself (BridgeId, BridgeID; Uniqueid, UniqueID). */

#define BH_AMI_KEY_TABLE(X)                                                                        \
  X (NONE, NULL)                                                                                   \
  X (ACCOUNT_CODE, "AccountCode")                                                                  \
  X (ACTION_ID, "ActionID")                                                                        \
  X (APPLICATION, "Application")                                                                   \
  X (APPLICATION_DATA, "ApplicationData")                                                          \
  X (ASTERISK_VERSION, "AsteriskVersion")                                                          \
  X (BRIDGE_ID, "BridgeId")                                                                        \
  X (BRIDGE_TYPE, "BridgeType")                                                                    \
  X (BRIDGE_UNIQUEID, "BridgeUniqueid")                                                            \
  X (CALL_UNIQUEID, "CallUniqueid")                                                                \
  X (CALLER_ID_NAME, "CallerIDName")                                                               \
  X (CALLER_ID_NUM, "CallerIDNum")                                                                 \
  X (CAUSE, "Cause")                                                                               \
  X (CHALLENGE, "Challenge")                                                                       \
  X (CHANNEL, "Channel")                                                                           \
  X (CHANNEL_STATE, "ChannelState")                                                                \
  X (CHANNEL_STATE_DESC, "ChannelStateDesc")                                                       \
  X (CONFERENCE, "Conference")                                                                     \
  X (CONNECTED_LINE_NAME, "ConnectedLineName")                                                     \
  X (CONNECTED_LINE_NUM, "ConnectedLineNum")                                                       \
  X (CONTACT_STATUS, "ContactStatus")                                                              \
  X (CONTEXT, "Context")                                                                           \
  X (CORE_STARTUP_DATE, "CoreStartupDate")                                                         \
  X (CORE_STARTUP_TIME, "CoreStartupTime")                                                         \
  X (COUNT, "Count")                                                                               \
  X (DATA, "Data")                                                                                 \
  X (DEST_BRIDGE_UNIQUEID, "DestBridgeUniqueid")                                                   \
  X (DEST_CALLER_ID_NUM, "DestCallerIDNum")                                                        \
  X (DEST_CHANNEL, "DestChannel")                                                                  \
  X (DEST_CHANNEL_STATE, "DestChannelState")                                                       \
  X (DEST_LINKEDID, "DestLinkedid")                                                                \
  X (DEST_TRANSFERER_CHANNEL, "DestTransfererChannel")                                             \
  X (DEST_TYPE, "DestType")                                                                        \
  X (DEST_UNIQUEID, "DestUniqueid")                                                                \
  X (DEVICE, "Device")                                                                             \
  X (DEVICE_STATE, "DeviceState")                                                                  \
  X (DIAL_STATUS, "DialStatus")                                                                    \
  X (DIAL_STRING, "DialString")                                                                    \
  X (DIGIT, "Digit")                                                                               \
  X (DIRECTION, "Direction")                                                                       \
  X (DURATION, "Duration")                                                                         \
  X (ENDPOINT_NAME, "EndpointName")                                                                \
  X (EVENT, "Event")                                                                               \
  X (EVENT_LIST, "EventList")                                                                      \
  X (EXTEN, "Exten")                                                                               \
  X (EXTENSION, "Extension")                                                                       \
  X (FROM_BRIDGE_UNIQUEID, "FromBridgeUniqueid")                                                   \
  X (INTERFACE, "Interface")                                                                       \
  X (LANGUAGE, "Language")                                                                         \
  X (LINKEDID, "Linkedid")                                                                         \
  X (LIST_ITEMS, "ListItems")                                                                      \
  X (LOCAL_ONE_LINKEDID, "LocalOneLinkedid")                                                       \
  X (LOCAL_ONE_UNIQUEID, "LocalOneUniqueid")                                                       \
  X (LOCAL_TWO_LINKEDID, "LocalTwoLinkedid")                                                       \
  X (LOCAL_TWO_UNIQUEID, "LocalTwoUniqueid")                                                       \
  X (LOCATION, "Location")                                                                         \
  X (MEMBER_NAME, "MemberName")                                                                    \
  X (MEMBERSHIP, "Membership")                                                                     \
  X (MESSAGE, "Message")                                                                           \
  X (NAME, "Name")                                                                                 \
  X (OBJECT_NAME, "ObjectName")                                                                    \
  X (ORIG_BRIDGE_UNIQUEID, "OrigBridgeUniqueid")                                                   \
  X (ORIG_TRANSFERER_CHANNEL, "OrigTransfererChannel")                                             \
  X (ORIG_TRANSFERER_LINKEDID, "OrigTransfererLinkedid")                                           \
  X (ORIG_TRANSFERER_UNIQUEID, "OrigTransfererUniqueid")                                           \
  X (OUTPUT, "Output")                                                                             \
  X (PARKEE_CALLER_ID_NUM, "ParkeeCallerIDNum")                                                    \
  X (PARKEE_CHANNEL, "ParkeeChannel")                                                              \
  X (PARKEE_LINKEDID, "ParkeeLinkedid")                                                            \
  X (PARKEE_UNIQUEID, "ParkeeUniqueid")                                                            \
  X (PARKER_DIAL_STRING, "ParkerDialString")                                                       \
  X (PARKER_UNIQUEID, "ParkerUniqueid")                                                            \
  X (PARKING_DURATION, "ParkingDuration")                                                          \
  X (PARKING_SPACE, "ParkingSpace")                                                                \
  X (PAUSED, "Paused")                                                                             \
  X (PAUSED_REASON, "PausedReason")                                                                \
  X (PEER, "Peer")                                                                                 \
  X (PEER_STATUS, "PeerStatus")                                                                    \
  X (PENALTY, "Penalty")                                                                           \
  X (POSITION, "Position")                                                                         \
  X (PRIORITY, "Priority")                                                                         \
  X (PRIVILEGE, "Privilege")                                                                       \
  X (QUEUE, "Queue")                                                                               \
  X (REASON, "Reason")                                                                             \
  X (RESPONSE, "Response")                                                                         \
  X (RESTART, "Restart")                                                                           \
  X (RESULT, "Result")                                                                             \
  X (RETRIEVER_CHANNEL, "RetrieverChannel")                                                        \
  X (RETRIEVER_LINKEDID, "RetrieverLinkedid")                                                      \
  X (RETRIEVER_UNIQUEID, "RetrieverUniqueid")                                                      \
  X (RING_TIME, "RingTime")                                                                        \
  X (SECOND_BRIDGE_UNIQUEID, "SecondBridgeUniqueid")                                               \
  X (SECOND_TRANSFERER_LINKEDID, "SecondTransfererLinkedid")                                       \
  X (SECOND_TRANSFERER_UNIQUEID, "SecondTransfererUniqueid")                                       \
  X (SECONDS, "Seconds")                                                                           \
  X (SHUTDOWN, "Shutdown")                                                                         \
  X (SPYEE_LINKEDID, "SpyeeLinkedid")                                                              \
  X (SPYEE_UNIQUEID, "SpyeeUniqueid")                                                              \
  X (SPYER_CHANNEL, "SpyerChannel")                                                                \
  X (SPYER_LINKEDID, "SpyerLinkedid")                                                              \
  X (SPYER_UNIQUEID, "SpyerUniqueid")                                                              \
  X (STATE, "State")                                                                               \
  X (STATE_INTERFACE, "StateInterface")                                                            \
  X (STATUS, "Status")                                                                             \
  X (SWAP_UNIQUEID, "SwapUniqueid")                                                                \
  X (SYSTEM_NAME, "SystemName")                                                                    \
  X (TARGET_CHANNEL, "TargetChannel")                                                              \
  X (TARGET_LINKEDID, "TargetLinkedid")                                                            \
  X (TARGET_UNIQUEID, "TargetUniqueid")                                                            \
  X (TIMESTAMP, "Timestamp")                                                                       \
  X (TO_BRIDGE_UNIQUEID, "ToBridgeUniqueid")                                                       \
  X (TRANSFER_TARGET_CHANNEL, "TransferTargetChannel")                                             \
  X (TRANSFER_TARGET_LINKEDID, "TransferTargetLinkedid")                                           \
  X (TRANSFER_TARGET_UNIQUEID, "TransferTargetUniqueid")                                           \
  X (TRANSFEREE_CHANNEL, "TransfereeChannel")                                                      \
  X (TRANSFEREE_LINKEDID, "TransfereeLinkedid")                                                    \
  X (TRANSFEREE_UNIQUEID, "TransfereeUniqueid")                                                    \
  X (TRANSFERER_CHANNEL, "TransfererChannel")                                                      \
  X (TRANSFERER_LINKEDID, "TransfererLinkedid")                                                    \
  X (TRANSFERER_UNIQUEID, "TransfererUniqueid")                                                    \
  X (UNIQUEID, "Uniqueid")                                                                         \
  X (UPTIME, "Uptime")                                                                             \
  X (USER_EVENT, "UserEvent")                                                                      \
  X (WAIT, "Wait")

#define BH_AMI_KEY_VALUE(id, name) BH_AMI_KEY_##id,
typedef enum { BH_AMI_KEY_TABLE (BH_AMI_KEY_VALUE) BH_AMI_KEY_N } BhAmiKey;

/* BH_AMI_KEY_NONE for a name that is not in the table. */
BhAmiKey bh_ami_key_find (const char *name, gsize length);

/* As Asterisk spells it; NULL for BH_AMI_KEY_NONE. */
const char *bh_ami_key_name (BhAmiKey key);
