/** uPlot in React's tree: made once, fed with setData, sized to its box. */
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

interface UplotViewProps {
  readonly options: Omit<uPlot.Options, 'width' | 'height'>;
  readonly data: uPlot.AlignedData;
  readonly label: string;
}

export function UplotView({ options, data, label }: UplotViewProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const latest = useRef(data);
  latest.current = data;
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const size = () => ({
      width: Math.max(60, element.clientWidth),
      height: Math.max(40, element.clientHeight),
    });
    const made = new uPlot({ ...options, ...size() }, latest.current, element);
    plot.current = made;
    const watch = new ResizeObserver(() => made.setSize(size()));
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.destroy();
      plot.current = undefined;
    };
  }, [options]);
  useEffect(() => plot.current?.setData(data), [data]);
  return <div className="plot" ref={box} role="img" aria-label={label} />;
}
