import { CHANNELS, type ChannelName, type Relays } from '@visita/protocol'

/** A connection with the channels of a call. Both sides open the same ones, so neither has to know of the other. */
export interface OpenConnection {
  connection: RTCPeerConnection
  channels: Readonly<Record<ChannelName, RTCDataChannel>>
}

export type ConnectionMaker = (configuration: RTCConfiguration) => RTCPeerConnection

/** What of the relays a connection is configured by. */
export type Routing = Pick<Relays, 'servers' | 'only'>

export const NO_ROUTING: Routing = { servers: [], only: false }

export const configurationOf = ({ servers, only }: Routing): RTCConfiguration => ({
  iceServers: [...servers],
  iceTransportPolicy: only ? 'relay' : 'all',
  bundlePolicy: 'max-bundle',
})

/** Whoever opens it closes the connection, and the channels with it. */
export function openConnection(routing: Routing, create: ConnectionMaker = newConnection): OpenConnection {
  const connection = create(configurationOf(routing))
  const channelOf = (name: ChannelName): RTCDataChannel =>
    connection.createDataChannel(name, { negotiated: true, ...CHANNELS[name] })
  return {
    connection,
    channels: {
      control: channelOf('control'),
      chat: channelOf('chat'),
      files: channelOf('files'),
      bulk: channelOf('bulk'),
      board: channelOf('board'),
      pointer: channelOf('pointer'),
    },
  }
}

export const newConnection: ConnectionMaker = (configuration) => new RTCPeerConnection(configuration)
