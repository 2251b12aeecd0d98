using System.Text;

namespace OrleansChat.LoadTests.Scenarios;

/// <summary>Made-up messages in several scripts. How often words, conversations and characters occur follows Zipf's law, as in
/// real text; the same seed gives the same text.</summary>
internal sealed class SearchCorpus
{
    private const int Words = 200_000;

    private readonly Random _random = new(11);
    private readonly Zipf _word = new(Words, 1.0);
    private readonly Zipf _character = new(3_000, 0.8);
    private readonly Zipf _conversation;

    public SearchCorpus(int conversations) => _conversation = new Zipf(conversations, 0.6);

    /// <summary>Conversation 0 is the largest.</summary>
    public int NextConversation() => _conversation.Next(_random);

    public string NextText() => _random.Next(20) switch
    {
        0 or 1 => Unspaced(0x4E00, 6, 24),                                  // Chinese
        2 => Unspaced(0x3041, 3, 12, 80) + Unspaced(0x4E00, 2, 8),          // Japanese
        3 => Spaced(() => Unspaced(0xAC00, 1, 4)),                          // Korean
        4 => Unspaced(0x0E01, 8, 40, 46),                                   // Thai
        5 => Spaced(() => Word(_word.Next(_random), "абвгдежзиклмнопрстуфхчшыэюя")),
        6 => Spaced(() => Word(_word.Next(_random), "abcdéfghîjklmñopqrstüvwøyß")),
        7 => $"{Spaced(Latin)} https://{Latin()}.example/{Latin()}/{_random.Next(10_000)}",
        8 => $"{Spaced(Latin)} 👍🏽",
        _ => Spaced(Latin),
    };

    /// <summary>The word that is the n-th in frequency, from 0.</summary>
    public static string Word(int rank) => Word(rank, "etaoinshrdlucmfwypvbgkqjxz");

    /// <summary>The n-th in frequency of the Chinese characters.</summary>
    public static string Han(int rank) => ((char)(0x4E00 + rank)).ToString();

    private string Latin() => Word(_word.Next(_random));

    private string Spaced(Func<string> word)
    {
        // Most messages are short, a few are long.
        var count = (int)Math.Exp(1 + (_random.NextDouble() * 2.6));
        return string.Join(' ', Enumerable.Range(0, count).Select(_ => word()));
    }

    private string Unspaced(int first, int min, int max, int alphabet = int.MaxValue)
    {
        var text = new StringBuilder();
        for (var i = _random.Next(min, max + 1); i > 0; i--)
            text.Append((char)(first + (_character.Next(_random) % alphabet)));
        return text.ToString();
    }

    /// <summary>Frequent words are short, as in real text.</summary>
    private static string Word(int rank, string letters)
    {
        var word = new StringBuilder();
        for (var rest = rank + letters.Length; rest > 0; rest /= letters.Length)
            word.Append(letters[rest % letters.Length]);
        return word.ToString();
    }

    private sealed class Zipf
    {
        private readonly double[] _cumulative;

        public Zipf(int count, double exponent)
        {
            _cumulative = new double[count];
            var sum = 0.0;
            for (var i = 0; i < count; i++)
                _cumulative[i] = sum += Math.Pow(i + 1, -exponent);
        }

        public int Next(Random random)
        {
            var at = Array.BinarySearch(_cumulative, random.NextDouble() * _cumulative[^1]);
            return at < 0 ? ~at : at;
        }
    }
}
