/** Two soft notes, a fourth apart. Frequencies in hertz, times in seconds. */
const notes = [
  { frequency: 660, at: 0 },
  { frequency: 880, at: 0.12 },
] as const;
const length = 0.18;
const volume = 0.08;

let context: AudioContext | null = null;

/** Plays the sound of a new message. Browsers keep silent until the person has done something on the page. */
export function playSound(): void {
  try {
    context ??= new AudioContext();
    for (const { frequency, at } of notes) playNote(context, frequency, context.currentTime + at);
  } catch (error) {
    console.warn('The sound cannot be played.', error);
  }
}

function playNote(audio: AudioContext, frequency: number, at: number): void {
  const gain = new GainNode(audio, { gain: 0 });
  gain.gain.setValueAtTime(volume, at);
  gain.gain.exponentialRampToValueAtTime(0.001, at + length);
  const tone = new OscillatorNode(audio, { frequency });
  tone.connect(gain).connect(audio.destination);
  tone.start(at);
  tone.stop(at + length);
}
