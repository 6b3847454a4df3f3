import type { ReactNode } from 'react'
import classes from './start.module.css'

export type CardChoice = { value: string; icon?: ReactNode; title: string; note: ReactNode }

type ChoiceCardsProps = {
  /** Names the group for a screen reader. */
  label: string
  choices: CardChoice[]
  value: string
  onChange: (value: string) => void
}

/** One of a few, drawn as cards: radio buttons underneath, so that arrow keys and screen readers know them. */
export function ChoiceCards({ label, choices, value, onChange }: ChoiceCardsProps) {
  return (
    <fieldset className={classes.choices}>
      <legend className={classes.legend}>{label}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className={classes.choice}>
          <input
            type="radio"
            name="choice"
            className={classes.radio}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
          />
          {choice.icon}
          <span className={classes.words}>
            <span className={classes.name}>{choice.title}</span>
            <span className={classes.note}>{choice.note}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
