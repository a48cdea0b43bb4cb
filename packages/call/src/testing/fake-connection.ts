/* A stand-in for RTCPeerConnection: the signalling state machine of W3C webrtc-pc, section 4.3, without
   network and media. Descriptions are readable strings, so that a test can say what was agreed. */

interface FakeSender {
  track: MediaStreamTrack | null
  replaceTrack(track: MediaStreamTrack | null): Promise<void>
  getParameters(): { encodings: { active?: boolean }[] }
  setParameters(parameters: { encodings: { active?: boolean }[] }): Promise<void>
}

interface Line {
  kind: string
  direction: RTCRtpTransceiverDirection
  sender: FakeSender
  receiver: { track: { kind: string } }
}

class FakeChannel extends EventTarget {
  readyState: RTCDataChannelState = 'connecting'
  binaryType: BinaryType = 'arraybuffer'
  bufferedAmount = 0
  bufferedAmountLowThreshold = 0

  change(state: RTCDataChannelState, event: string): void {
    if (this.readyState === state) return
    this.readyState = state
    this.dispatchEvent(new Event(event))
  }

  send(): void {}
}

let made = 0

export class FakeConnection extends EventTarget {
  readonly name = `connection ${(made += 1)}`
  signalingState: RTCSignalingState = 'stable'
  connectionState: RTCPeerConnectionState = 'new'
  localDescription: RTCSessionDescriptionInit | null = null
  currentLocalDescription: RTCSessionDescriptionInit | null = null
  currentRemoteDescription: RTCSessionDescriptionInit | null = null
  remoteDescription: RTCSessionDescriptionInit | null = null
  /** The offer and its answer of the last completed negotiation. */
  agreed: { offer: string; answer: string } | null = null
  readonly sctp = { maxMessageSize: 256 * 1024 }
  readonly channels: FakeChannel[] = []
  readonly candidates: string[] = []
  #lines: Line[] = []
  #offers = 0
  /** Lines or channels that no negotiation has carried yet. */
  #needed = false
  /** An ICE restart was asked for; the open offer carries it, and gives it back when it is rolled back. */
  #restart: 'none' | 'asked' | 'offered' = 'none'
  #announced = false
  /** Operations are chained, and nothing is announced while one is under way. */
  #operations = 0

  configuration: RTCConfiguration = {}
  /** False loses everything that comes, without the browser noticing. */
  flows = true
  #bytesReceived = 0

  async getStats(): Promise<Map<string, unknown>> {
    if (this.flows) this.#bytesReceived += 1_000
    return new Map([['pair', { type: 'candidate-pair', bytesReceived: this.#bytesReceived }]])
  }

  setConfiguration(configuration: RTCConfiguration): void {
    this.configuration = configuration
  }

  createDataChannel(): FakeChannel {
    const channel = new FakeChannel()
    this.channels.push(channel)
    this.#need()
    return channel
  }

  addTransceiver(source: string | MediaStreamTrack, { direction }: RTCRtpTransceiverInit): Line {
    const track = typeof source === 'string' ? null : source
    const line = newLine(typeof source === 'string' ? source : source.kind, direction ?? 'sendrecv', track)
    this.#lines.push(line)
    this.#need()
    return line
  }

  getTransceivers(): Line[] {
    return this.#lines
  }

  restartIce(): void {
    this.#restart = 'asked'
    this.#announce()
  }

  async setLocalDescription(): Promise<void> {
    await this.#step()
    if (this.signalingState === 'have-remote-offer') {
      const offer = this.remoteDescription?.sdp ?? ''
      this.localDescription = { type: 'answer', sdp: `answer of ${this.name} to [${offer}]` }
      this.#agree(offer, this.localDescription.sdp ?? '')
      return
    }
    this.#offers += 1
    if (this.#restart === 'asked') this.#restart = 'offered'
    const kinds = this.#lines.map(({ kind }) => kind).join(',')
    this.localDescription = { type: 'offer', sdp: `offer ${this.#offers} of ${this.name}: ${kinds}` }
    this.signalingState = 'have-local-offer'
  }

  async setRemoteDescription({ type, sdp = '' }: RTCSessionDescriptionInit): Promise<void> {
    await this.#step()
    if (type === 'answer') {
      if (this.signalingState !== 'have-local-offer') throw new Error('no offer awaits an answer')
      const offer = this.localDescription?.sdp ?? ''
      if (!sdp.endsWith(`[${offer}]`)) throw new Error('an answer to another offer')
      this.remoteDescription = { type, sdp }
      this.#agree(offer, sdp)
      return
    }
    // An offer while one's own is open rolls that back.
    if (this.#restart === 'offered') this.#restart = 'asked'
    this.remoteDescription = { type: 'offer', sdp }
    this.signalingState = 'have-remote-offer'
    const kinds = sdp.split(': ')[1]?.split(',') ?? []
    if (this.#lines.length === 0) this.#lines = kinds.map((kind) => newLine(kind, 'recvonly', null))
  }

  async addIceCandidate({ candidate = '' }: RTCIceCandidateInit): Promise<void> {
    await this.#step()
    if (!this.remoteDescription) throw new Error('no remote description')
    this.candidates.push(candidate)
  }

  /** What the network makes of it; the test decides. */
  become(state: RTCPeerConnectionState): void {
    this.connectionState = state
    this.dispatchEvent(new Event('connectionstatechange'))
    if (state === 'connected') for (const channel of this.channels) channel.change('open', 'open')
  }

  close(): void {
    this.signalingState = 'closed'
    this.connectionState = 'closed'
    for (const channel of this.channels) channel.change('closed', 'close')
  }

  #agree(offer: string, answer: string): void {
    this.agreed = { offer, answer }
    this.currentLocalDescription = this.localDescription
    this.currentRemoteDescription = this.remoteDescription
    this.signalingState = 'stable'
    this.#needed = false
    if (this.#restart === 'offered') this.#restart = 'none'
    this.#announce()
  }

  async #step(): Promise<void> {
    this.#operations += 1
    await Promise.resolve()
    this.#operations -= 1
    if (this.signalingState === 'closed') throw new Error('closed')
  }

  #need(): void {
    this.#needed = true
    this.#announce()
  }

  #announce(): void {
    if (this.#announced) return
    this.#announced = true
    queueMicrotask(() => {
      this.#announced = false
      if (this.#operations > 0) return
      const needed = this.#needed || this.#restart === 'asked'
      if (needed && this.signalingState === 'stable') this.dispatchEvent(new Event('negotiationneeded'))
    })
  }
}

function newLine(kind: string, direction: RTCRtpTransceiverDirection, track: MediaStreamTrack | null): Line {
  let encodings: { active?: boolean }[] = [{ active: true }]
  const sender: FakeSender = {
    track,
    getParameters: () => ({ encodings: encodings.map((encoding) => ({ ...encoding })) }),
    async setParameters(parameters) {
      encodings = parameters.encodings
    },
    async replaceTrack(next) {
      sender.track = next
    },
  }
  return { kind, direction, sender, receiver: { track: { kind } } }
}
