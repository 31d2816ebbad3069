package main

import (
	"fmt"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// number reads a numeric field at a row, whatever its Go type; ok is false where it is null.
func number(field *data.Field, row int) (value float64, ok bool, err error) {
	pointer, err := field.NullableFloatAt(row)
	if err != nil || pointer == nil {
		return 0, false, err
	}
	return *pointer, true, nil
}

// word reads a text field at a row; null is the empty string.
func word(field *data.Field, row int) (string, error) {
	value, ok := field.ConcreteAt(row)
	if !ok {
		return "", nil
	}
	text, ok := value.(string)
	if !ok {
		return "", fmt.Errorf("field %q holds a %T, not text", field.Name, value)
	}
	return text, nil
}

// columns finds fields by name; one that is not there is an error that names those that are.
func columns(frame *data.Frame, names ...string) (map[string]*data.Field, error) {
	found := map[string]*data.Field{}
	present := []string{}
	for _, field := range frame.Fields {
		present = append(present, field.Name)
		found[field.Name] = field
	}
	for _, name := range names {
		if found[name] == nil {
			return nil, fmt.Errorf("no field %q among %v", name, present)
		}
	}
	return found, nil
}

// bins is what a distribution frame says of one feature.
type bins struct {
	reference, current           []float64
	referenceCount, currentCount []float64
	contribution                 []float64
}

// distributions reads a distribution frame by feature.
func distributions(frame *data.Frame) (map[string]*bins, error) {
	fields, err := columns(frame, "feature", "bin", "lower", "upper", "reference", "current",
		"reference_count", "current_count", "contribution")
	if err != nil {
		return nil, err
	}
	features := map[string]*bins{}
	for row := 0; row < frame.Rows(); row++ {
		name, err := word(fields["feature"], row)
		if err != nil {
			return nil, err
		}
		if features[name] == nil {
			features[name] = &bins{}
		}
		one := features[name]
		for field, into := range map[string]*[]float64{
			"reference": &one.reference, "current": &one.current, "reference_count": &one.referenceCount,
			"current_count": &one.currentCount, "contribution": &one.contribution,
		} {
			value, ok, err := number(fields[field], row)
			if err != nil {
				return nil, err
			}
			if !ok {
				return nil, fmt.Errorf("%s of %s is null in row %d", field, name, row)
			}
			*into = append(*into, value)
		}
	}
	if len(features) == 0 {
		return nil, fmt.Errorf("the frame has no rows")
	}
	return features, nil
}

// smoothed adds half a count to each bin that either side fills, where one of them leaves it empty, as the plugin says
// it does.
func (b *bins) smoothed() (reference, current []float64) {
	empty := false
	for i := range b.referenceCount {
		empty = empty || (b.referenceCount[i] == 0) != (b.currentCount[i] == 0)
	}
	share := func(counts []float64) []float64 {
		total := 0.0
		shares := make([]float64, len(counts))
		for i, count := range counts {
			if empty && (b.referenceCount[i] > 0 || b.currentCount[i] > 0) {
				count += 0.5
			}
			shares[i] = count
			total += count
		}
		for i := range shares {
			shares[i] /= total
		}
		return shares
	}
	return share(b.referenceCount), share(b.currentCount)
}
