import { at } from './world.ts'

/** From now on this share of the datagrams that leave a home is lost, each by itself. */
export function loseOnTheWayOut(side: 'patient' | 'doctor', probability: number): void {
  const datagrams = ['iptables', '-I', 'FORWARD', '-i', 'lan', '-p', 'udp']
  const random = ['-m', 'statistic', '--mode', 'random', '--probability', String(probability)]
  at(`${side}-router`, ...datagrams, ...random, '-j', 'DROP')
}

/** From now on so many bits a second leave a home at most. */
export function limitTheWayOut(side: 'patient' | 'doctor', bitsPerSecond: number): void {
  const way = ['tc', 'qdisc', 'replace', 'dev', 'wan', 'root', 'tbf', 'rate', `${bitsPerSecond}bit`]
  at(`${side}-router`, ...way, 'burst', '6k', 'latency', '200ms')
}
