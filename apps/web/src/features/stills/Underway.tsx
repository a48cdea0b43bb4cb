import { Progress } from '../../ui/index.ts'

/** Something that somebody is waited for, in words and as progress. */
export function Underway({ text }: { text: string }) {
  return (
    <div>
      <p role="status">{text}</p>
      <Progress label={text} />
    </div>
  )
}
